import type { Server, Socket } from "node:net";
import { every, httpDateText, SECOND_MS } from "#kernel";
import type { Gate } from "./gate.ts";
import { PlainConnection, type PlainLimits, type PlainShared } from "./plain-connection.ts";

/** What a front stands on. */
export interface PlainFrontParts {
  readonly gate: Gate;
  readonly limits: PlainLimits;
  readonly isElsewhere: (url: string) => boolean;
  readonly tooSlow: (socket: Socket) => void;
}

const SWEEP_MS = SECOND_MS;

/** Stands before a server of `node:http`: takes its connections, and gives it those whose next request is not plain. */
export class PlainFront {
  readonly #shared: PlainShared;
  readonly #connections = new Map<Socket, PlainConnection>();
  readonly #stopSweep: () => void;
  #date = "";
  #dateSecond = 0;

  /** `event`: with which the server takes connections. */
  constructor(server: Server, event: "connection" | "secureConnection", parts: PlainFrontParts) {
    const takers = server.listeners(event) as ((socket: Socket) => void)[];
    server.removeAllListeners(event);
    server.on(event, (socket: Socket) => this.#open(socket));
    this.#shared = {
      ...parts,
      handOver: (socket) => {
        this.#connections.delete(socket);
        for (const take of takers) take.call(server, socket);
      },
      dateText: () => this.#dateText(),
      now: parts.gate.stopwatch(),
    };
    this.#stopSweep = every(SWEEP_MS, () => this.#sweep());
  }

  /** Ends the connections on which nothing is under way; the others end with their answers. */
  close(): void {
    for (const connection of this.#connections.values()) connection.shut();
  }

  /** Nothing of it is left. */
  stop(): void {
    this.#stopSweep();
  }

  #open(socket: Socket): void {
    this.#connections.set(socket, new PlainConnection(this.#shared, socket));
    socket.on("close", () => this.#connections.delete(socket));
  }

  #sweep(): void {
    this.#shared.now = this.#shared.gate.stopwatch();
    for (const connection of this.#connections.values()) connection.sweep();
  }

  /** Of this second: made once. */
  #dateText(): string {
    const second = Math.floor(this.#shared.gate.now() / SECOND_MS);
    if (second !== this.#dateSecond) {
      this.#dateSecond = second;
      this.#date = httpDateText(second * SECOND_MS);
    }
    return this.#date;
  }
}
