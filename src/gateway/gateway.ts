import { createServer, type IncomingMessage, type Server, type ServerOptions } from "node:http";
import { createServer as createTlsServer, type Server as TlsServer } from "node:https";
import type { Socket } from "node:net";
import type { Duplex } from "node:stream";
import type { Upstream } from "#apis";
import { after, SECOND_MS } from "#kernel";
import { TOKEN_PATH, type TokenEndpoint } from "./access/token-endpoint.ts";
import type { Access } from "./model/access.ts";
import type { RecordSink } from "./model/gateway-record.ts";
import { HeaderKinds } from "./model/header-kinds.ts";
import { problemText, PROBLEM_TYPE } from "./model/own-problem.ts";
import { Exchange, GatewayResponse } from "./front/exchange.ts";
import { FreshHex } from "./front/fresh-hex.ts";
import type { Gate, GatewaySettings } from "./front/gate.ts";
import { GatewayCounters } from "./front/gateway-counters.ts";
import { Peer } from "./front/peer.ts";
import { PlainFront } from "./front/plain-front.ts";
import { rawHead } from "./front/raw-head.ts";
import { TrustedProxies } from "./front/trusted-proxies.ts";
import { asksForTunnel, Tunnel } from "./front/tunnel.ts";
import { Upstreams } from "./upstream/upstreams.ts";

/** What a gateway is made of. */
export interface GatewayOptions {
  readonly access: Access;
  readonly sink: RecordSink;
  /** Epoch ms. */
  readonly now: () => number;
  /** Ms that never jump. */
  readonly stopwatch: () => number;
  readonly entropy: (bytes: number) => Buffer;
  /** Told of bugs of ours. */
  readonly report: (fault: unknown) => void;
  readonly settings: GatewaySettings;
  /** The head of a request must be here in this time, ms. */
  readonly headersMs: number;
  /** Gives tokens for keys at `TOKEN_PATH`, whatever the host; without it nobody does. */
  readonly tokens?: Pick<TokenEndpoint, "handle">;
  /** Certificates (PEM): then only TLS is spoken. */
  readonly tls?: Certificate;
}

/** A certificate with its chain, and its key, as PEM. */
export interface Certificate {
  readonly cert: string | Buffer;
  readonly key: string | Buffer;
}

const HEADER_BYTES_MAX = 16_384;
/** A request, its body included, has so long to come in. */
const REQUEST_TIMEOUT_MS = 600 * SECOND_MS;
const KEEP_ALIVE_MS = 65 * SECOND_MS;
const CHECK_EVERY_MS = SECOND_MS;
const CONNECTIONS_MAX = 20_000;

/** The gateway: takes requests, asks whether they may pass, sends them on, and says of each what became of it. */
export class Gateway {
  readonly counters = new GatewayCounters();
  readonly #gate: Gate;
  readonly #tokens: GatewayOptions["tokens"];
  readonly #server: Server | TlsServer;
  readonly #front: PlainFront;
  readonly #sockets = new Set<Socket>();

  constructor(options: GatewayOptions) {
    this.#gate = gateOf(options, this.counters);
    this.#tokens = options.tokens;
    this.#server = this.#serverOf(options);
    this.#server.maxHeadersCount = 0;
    this.#server.maxConnections = CONNECTIONS_MAX;
    this.#server.on("checkContinue", (request: IncomingMessage, response: GatewayResponse) =>
      this.#take(request, response, true),
    );
    this.#server.on("checkExpectation", (request: IncomingMessage, response: GatewayResponse) =>
      Exchange.of(this.#gate, request, response).refuseUnread(EXPECTATION),
    );
    this.#server.on(
      "upgrade",
      (request: IncomingMessage, socket: Duplex, early: Buffer) =>
        void new Tunnel(this.#gate, request, { socket, early }).start(),
    );
    this.#server.on("clientError", ({ code = "" }: NodeJS.ErrnoException, socket: Socket) =>
      this.#broken(code, socket),
    );
    this.#front = new PlainFront(this.#server, options.tls === undefined ? "connection" : "secureConnection", {
      gate: this.#gate,
      limits: { headMs: options.headersMs, idleMs: KEEP_ALIVE_MS },
      isElsewhere: (url) => this.#tokens !== undefined && url === TOKEN_PATH,
      tooSlow: (socket) => this.#broken("ERR_HTTP_REQUEST_TIMEOUT", socket),
    });
    this.#server.on("connection", (socket: Socket) => {
      this.#sockets.add(socket);
      socket.on("close", () => this.#sockets.delete(socket));
    });
  }

  /** Listens, and gives the port. Whoever calls it says what a fault of `node:net` means. */
  listen({ host, port }: { readonly host: string; readonly port: number }): Promise<number> {
    return new Promise((resolve, reject) => {
      this.#server.once("error", reject);
      this.#server.listen(port, host, () => {
        const address = this.#server.address();
        resolve(typeof address === "object" && address !== null ? address.port : port);
      });
    });
  }

  /** From the next request on, APIs are found there. What is under way ends where it is. */
  use(upstreams: ReadonlyMap<string, Upstream>): void {
    this.#gate.upstreams.use(upstreams);
  }

  /** From the next connection on, another certificate. */
  useCertificate({ cert, key }: Certificate): void {
    if ("setSecureContext" in this.#server) this.#server.setSecureContext({ cert, key });
  }

  /** Takes no new connection, lets answers under way end for `graceMs`, then closes what is still open. */
  async close(graceMs: number): Promise<void> {
    this.#gate.isClosing = true;
    const closed = new Promise<void>((resolve) => {
      this.#server.close(() => resolve());
    });
    this.#server.closeIdleConnections();
    this.#front.close();
    const cancel = after(graceMs, () => {
      for (const socket of this.#sockets) socket.destroy();
    });
    await closed;
    cancel();
    this.#front.stop();
    this.#gate.upstreams.close();
  }

  #serverOf({ tls, headersMs }: GatewayOptions): Server | TlsServer {
    const hardened = { ...HARDENED, headersTimeout: headersMs };
    const listener = (request: IncomingMessage, response: GatewayResponse): void =>
      this.#take(request, response, false);
    return tls === undefined
      ? createServer(hardened, listener)
      : createTlsServer({ ...hardened, cert: tls.cert, key: tls.key, minVersion: "TLSv1.2" }, listener);
  }

  #take(request: IncomingMessage, response: GatewayResponse, awaitsContinue: boolean): void {
    if (this.#tokens !== undefined && request.url === TOKEN_PATH) {
      if (awaitsContinue) response.writeContinue();
      this.#tokens.handle(request, response).catch(this.#gate.report);
    } else Exchange.of(this.#gate, request, response).start(awaitsContinue);
  }

  #broken(why: string, socket: Socket): void {
    const [status, code, detail] = BROKEN[why] ?? MALFORMED;
    this.counters.malformed++;
    const { current, underWay } = this.#gate.peers.of(socket);
    // Where several are under way, an answer of ours could stand in the middle of another one.
    const isTold = socket.writable && underWay < 2 && (current?.broken(status) ?? true);
    if (!isTold || why === "ECONNRESET") {
      socket.destroy();
      return;
    }
    const requestId = this.#gate.hex.take(32);
    const body = problemText({ status, code, detail }, requestId);
    const own = ["Content-Type", PROBLEM_TYPE, "Content-Length", String(Buffer.byteLength(body))];
    const head = rawHead(status, "", [...own, "X-Request-Id", requestId, "Connection", "close"]);
    socket.end(`${head}${body}`, () => socket.destroy());
  }
}

type Told = readonly [status: number, code: string, detail: string];

const MALFORMED: Told = [
  400,
  "request.malformed",
  "This is no request of HTTP/1.1, or it could be read in two ways. The connection is closed.",
];
const BROKEN: Readonly<Record<string, Told>> = {
  HPE_HEADER_OVERFLOW: [
    431,
    "request.headers-too-large",
    "The headers are larger than 16 KiB, the most that is taken here. Send fewer or shorter ones.",
  ],
  ERR_HTTP_REQUEST_TIMEOUT: [408, "request.timeout", "The request did not come in time. Send it again."],
};
const EXPECTATION = {
  status: 417,
  code: "request.expectation",
  detail: "Only Expect: 100-continue is known here. Leave the Expect header out.",
};

const HARDENED: ServerOptions<typeof IncomingMessage, typeof GatewayResponse> = {
  ServerResponse: GatewayResponse,
  insecureHTTPParser: false,
  requireHostHeader: false,
  maxHeaderSize: HEADER_BYTES_MAX,
  requestTimeout: REQUEST_TIMEOUT_MS,
  keepAliveTimeout: KEEP_ALIVE_MS,
  connectionsCheckingInterval: CHECK_EVERY_MS,
  optimizeEmptyRequests: true,
  shouldUpgradeCallback: asksForTunnel,
  noDelay: true,
  keepAlive: true,
};

function gateOf(options: GatewayOptions, counters: GatewayCounters): Gate {
  const { access, sink, now, stopwatch, report, settings } = options;
  const kinds = new HeaderKinds();
  const trusted = new TrustedProxies(settings.trustedProxies);
  const known = new WeakMap<object, Peer>();
  const of = (socket: object): Peer => {
    const peer = known.get(socket) ?? new Peer(socket as Socket, trusted);
    known.set(socket, peer);
    return peer;
  };
  return {
    access,
    sink,
    now,
    stopwatch,
    report,
    settings,
    trusted,
    kinds,
    counters,
    hex: new FreshHex(options.entropy),
    upstreams: new Upstreams(kinds, stopwatch),
    peers: { of },
    isClosing: false,
  };
}
