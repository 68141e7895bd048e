import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { Socket } from "node:net";
import { after, Refusal, SECOND_MS } from "#kernel";

/** Answers a request. `awaitsContinue`: its body comes only when it is told so. */
export type Handler = (request: IncomingMessage, response: ServerResponse, awaitsContinue: boolean) => void;

/** Who answers what: by the beginning of the path, the first that fits. */
export type Routes = readonly (readonly [prefix: string, handler: Handler])[];

export interface Address {
  readonly host: string;
  readonly port: number;
  /** The flag that chooses the port, for people whose port is taken; `--port` when absent. */
  readonly flag?: string;
}

/** Headers must be here in this time; bodies have limits of their own. */
const HEADERS_TIMEOUT_MS = 20 * SECOND_MS;
const KEEP_ALIVE_MS = 65 * SECOND_MS;
const HEADER_BYTES_MAX = 16_384;

/** The one listener of the server: a table of prefixes in front of bare handlers. */
export class Listener {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  #routes: Routes;
  #isClosing = false;
  #isWatching = false;

  constructor(routes: Routes) {
    this.#routes = routes;
    this.#server = createServer(
      {
        maxHeaderSize: HEADER_BYTES_MAX,
        headersTimeout: HEADERS_TIMEOUT_MS,
        requestTimeout: 0,
        keepAliveTimeout: KEEP_ALIVE_MS,
      },
      (request, response) => this.#handle(request, response, false),
    );
    this.#server.on("checkContinue", (request: IncomingMessage, response: ServerResponse) => {
      this.#handle(request, response, true);
    });
    this.#server.on("connection", (socket) => {
      this.#sockets.add(socket);
      socket.on("close", () => this.#sockets.delete(socket));
    });
  }

  /** Listens, and gives the port (another one than asked for when that was 0). Refuses a port that is taken or not allowed. */
  listen(address: Address): Promise<number> {
    const { host, port } = address;
    return new Promise((resolve, reject) => {
      this.#server.once("error", (fault: NodeJS.ErrnoException) => reject(refusalOf(fault, address)));
      this.#server.listen(port, host, () => {
        const bound = this.#server.address();
        resolve(typeof bound === "object" && bound !== null ? bound.port : port);
      });
    });
  }

  /** Answers what comes on a connection that another listener took, from the next request on. For one that does not listen itself. */
  take(socket: Socket): void {
    // Else node:http would watch over none of its connections: no head would have to come in time.
    if (!this.#isWatching) this.#server.emit("listening");
    this.#isWatching = true;
    this.#server.emit("connection", socket);
  }

  /** Answers by another table from the next request on. */
  serve(routes: Routes): void {
    this.#routes = routes;
  }

  /** Takes no new connection, lets answers under way end for `graceMs`, then closes what is still open. */
  async close(graceMs: number): Promise<void> {
    this.#isClosing = true;
    const closed = new Promise<void>((resolve) => {
      this.#server.close(() => resolve());
    });
    this.#server.closeIdleConnections();
    const cancel = after(graceMs, () => {
      for (const socket of this.#sockets) socket.destroy();
    });
    await closed;
    cancel();
  }

  #handle(request: IncomingMessage, response: ServerResponse, awaitsContinue: boolean): void {
    const url = request.url ?? "/";
    // Nobody waits for another request of a connection whose answer was under way.
    if (this.#isClosing) response.shouldKeepAlive = false;
    const found = this.#routes.find(([prefix]) => url.startsWith(prefix));
    (found === undefined ? notFound : found[1])(request, response, awaitsContinue);
  }
}

const notFound: Handler = (_request, response) => {
  response.writeHead(404).end();
};

/** What a fault of listening means for people. */
export function refusalOf(fault: NodeJS.ErrnoException, { host, port, flag = "--port" }: Address): Error {
  if (fault.code === "EADDRINUSE") {
    return new Refusal(
      "unavailable",
      "listen.taken",
      `Port ${port} on ${host} is taken: another program listens there, maybe another Plimsoll. Stop it, or choose a port with ${flag}.`,
    );
  }
  if (fault.code === "EACCES" || fault.code === "EADDRNOTAVAIL") {
    return new Refusal(
      "invalid",
      "listen.refused",
      `This machine does not let us listen on ${host}, port ${port} (${fault.code}). Choose others with --host and ${flag}.`,
    );
  }
  return fault;
}
