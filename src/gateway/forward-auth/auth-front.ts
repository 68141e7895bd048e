import { createServer, type Server, type Socket } from "node:net";
import { after, every, SECOND_MS } from "#kernel";
import { AuthConnection, type AuthLimits, type AuthShared } from "./auth-connection.ts";
import type { ForwardAuth } from "./forward-auth.ts";

/** What a front stands on. */
export interface AuthFrontParts {
  readonly auth: Pick<ForwardAuth, "answer">;
  /** Ms that never jump. */
  readonly stopwatch: () => number;
  /** Takes over a connection with its next request that is not a plain one for a decision. */
  readonly handOver: (socket: Socket) => void;
  readonly limits?: AuthLimits;
}

const LIMITS: AuthLimits = { headMs: 20 * SECOND_MS, idleMs: 65 * SECOND_MS };
const SWEEP_MS = SECOND_MS;
const CONNECTIONS_MAX = 20_000;

/**
 * Where proxies ask: requests for decisions are read and answered on bare sockets, which costs half of what `node:http`
 * does, and whatever is not plain is handed over to it, with its connection.
 */
export class AuthFront {
  readonly #server: Server;
  readonly #stopwatch: () => number;
  readonly #shared: AuthShared;
  /** All that are open. Those that were handed over are nobody's. */
  readonly #connections = new Map<Socket, AuthConnection | null>();
  #stopSweep = nothing;

  constructor({ auth, stopwatch, handOver, limits = LIMITS }: AuthFrontParts) {
    this.#stopwatch = stopwatch;
    this.#shared = {
      auth,
      limits,
      handOver: (socket) => {
        this.#connections.set(socket, null);
        handOver(socket);
      },
      now: stopwatch(),
      isClosing: false,
    };
    this.#server = createServer({ allowHalfOpen: true, noDelay: true, keepAlive: true }, (socket) =>
      this.#open(socket),
    );
    this.#server.maxConnections = CONNECTIONS_MAX;
  }

  /** Listens, and gives the port. Whoever calls it says what a fault of `node:net` means. */
  listen({ host, port }: { readonly host: string; readonly port: number }): Promise<number> {
    this.#stopSweep = every(SWEEP_MS, () => this.#sweep());
    return new Promise((resolve, reject) => {
      this.#server.once("error", reject);
      this.#server.listen(port, host, () => {
        const address = this.#server.address();
        resolve(typeof address === "object" && address !== null ? address.port : port);
      });
    });
  }

  /** Takes no new connection, lets answers under way end for `graceMs`, then closes what is still open. */
  async close(graceMs: number): Promise<void> {
    this.#shared.isClosing = true;
    const closed = new Promise<void>((resolve) => {
      this.#server.close(() => resolve());
    });
    for (const connection of this.#connections.values()) connection?.shut();
    const cancel = after(graceMs, () => {
      for (const socket of this.#connections.keys()) socket.destroy();
    });
    await closed;
    cancel();
    this.#stopSweep();
  }

  #open(socket: Socket): void {
    this.#connections.set(socket, new AuthConnection(this.#shared, socket));
    socket.on("close", () => this.#connections.delete(socket));
  }

  #sweep(): void {
    this.#shared.now = this.#stopwatch();
    for (const connection of this.#connections.values()) connection?.sweep();
  }
}

function nothing(): void {
  // Not begun yet.
}
