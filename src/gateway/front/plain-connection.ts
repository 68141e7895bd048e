import type { Socket } from "node:net";
import { PlainHead } from "../model/plain-head.ts";
import { Exchange } from "./exchange.ts";
import type { Gate } from "./gate.ts";
import { PlainResponse } from "./plain-response.ts";

/** What all plain connections of a gateway share. */
export interface PlainShared {
  readonly gate: Gate;
  readonly limits: PlainLimits;
  /** Whether a request is not for an API: then it is handed over. */
  readonly isElsewhere: (url: string) => boolean;
  /** Takes over a connection whose next request is no plain one; what was not read of it is there to be read again. */
  readonly handOver: (socket: Socket) => void;
  /** Answers a connection whose head did not come in time, and ends it. */
  readonly tooSlow: (socket: Socket) => void;
  readonly dateText: () => string;
  /** Ms of a clock that never jumps, as of the last sweep: precise enough for time-outs. */
  now: number;
}

/** How long a connection may keep us waiting, ms. */
export interface PlainLimits {
  /** For the first head, for the rest of one that has begun, and for the other side to close. */
  readonly headMs: number;
  /** For another head. */
  readonly idleMs: number;
}

const NOTHING = Buffer.alloc(0);
/** A head in more pieces is no plain one: each piece has all before it read again, which node:http does not do. */
const PIECES_MAX = 8;

/**
 * One connection of a client: plain requests, one after the other, each read when the answer before it is out. An unusual
 * one is handed over with the connection, for good: two readers never take turns.
 */
export class PlainConnection {
  readonly #shared: PlainShared;
  readonly #socket: Socket;
  readonly #head = new PlainHead();
  /** Bytes that came and were not read yet: a part of a head, or what waits behind an answer. */
  #unread: Buffer = NOTHING;
  #phase: "head" | "idle" | "asked" | "ending" | "over" = "head";
  /** When the phase began. */
  #at: number;
  /** How often the head was read in vain. */
  #pieces = 0;
  #exchange: Exchange | null = null;
  #response: PlainResponse | null = null;
  #isReading = false;

  constructor(shared: PlainShared, socket: Socket) {
    this.#shared = shared;
    this.#socket = socket;
    this.#at = shared.now;
    socket.on("data", this.#onData);
    socket.on("drain", this.#onDrain);
    socket.on("end", this.#onEnd);
    socket.on("close", this.#onClose);
    // What is broken is closed by itself.
    socket.on("error", ignored);
  }

  /** Ends the connection where nothing is under way; else its answer does. */
  shut(): void {
    if (this.#phase !== "asked") this.#end();
  }

  /** Ends the connection where it has kept us waiting for too long. */
  sweep(): void {
    const { now, limits, tooSlow } = this.#shared;
    const waited = now - this.#at;
    if (this.#phase === "idle" && waited > limits.idleMs) this.#end();
    if (waited <= limits.headMs) return;
    if (this.#phase === "ending") this.#socket.destroy();
    if (this.#phase !== "head") return;
    if (this.#unread.length === 0) this.#end();
    else {
      this.#begin("ending");
      tooSlow(this.#socket);
    }
  }

  readonly #onData = (bytes: Buffer): void => {
    if (this.#phase === "ending") return;
    this.#unread = this.#unread.length === 0 ? bytes : Buffer.concat([this.#unread, bytes]);
    if (this.#phase === "asked") this.#socket.pause();
    else this.#readAll();
  };

  readonly #onAnswered = (keepsAlive: boolean): void => {
    if (this.#socket.writableLength === 0) this.#finished(keepsAlive);
    // Called when what was written before it is out.
    else this.#socket.write("", () => this.#finished(keepsAlive));
  };

  readonly #onDrain = (): void => this.#response?.drained();

  /** Who closes its half does not wait for an answer. */
  readonly #onEnd = (): void => {
    if (this.#phase === "asked") this.#socket.destroy();
    else this.#end();
  };

  readonly #onClose = (): void => {
    this.#phase = "over";
    this.#exchange?.closed();
  };

  /** Answers of ours are out at once, so it is a loop: many requests may have come together. */
  #readAll(): void {
    if (this.#isReading) return;
    this.#isReading = true;
    while (this.#unread.length > 0 && (this.#phase === "head" || this.#phase === "idle")) if (!this.#read()) break;
    this.#isReading = false;
  }

  /** Reads one request; false: there is none to be read. */
  #read(): boolean {
    const bytes = this.#unread;
    const outcome = this.#head.read(bytes, 0);
    if (outcome === "partial" && this.#pieces++ < PIECES_MAX) {
      // Time runs from the first byte of a head on, however its bytes come.
      if (this.#phase !== "head") this.#begin("head");
      return false;
    }
    if (outcome !== "plain" || this.#shared.isElsewhere(this.#head.url)) {
      this.#handOver();
      return false;
    }
    this.#unread = bytes.length > this.#head.end ? bytes.subarray(this.#head.end) : NOTHING;
    this.#ask();
    return true;
  }

  #ask(): void {
    const { gate, dateText } = this.#shared;
    const { method, url, closes } = this.#head;
    const socket = this.#socket;
    this.#begin("asked");
    this.#pieces = 0;
    const rawHeaders = this.#head.flat();
    const request = { method, url, httpVersionMajor: 1, httpVersionMinor: 1, rawHeaders, socket };
    const answering = { isHead: method === "HEAD", closes, dateText, onEnd: this.#onAnswered };
    this.#response = new PlainResponse(socket, answering);
    this.#exchange = new Exchange(gate, { request, response: this.#response, peer: gate.peers.of(socket), body: null });
    this.#exchange.start(false);
  }

  #finished(keepsAlive: boolean): void {
    if (this.#phase !== "asked") return;
    if (this.#response !== null) this.#response.writableFinished = true;
    this.#exchange?.closed();
    this.#exchange = null;
    this.#response = null;
    if (!keepsAlive || this.#shared.gate.isClosing) {
      this.#end();
      return;
    }
    this.#begin("idle");
    if (this.#socket.isPaused()) this.#socket.resume();
    this.#readAll();
  }

  #begin(phase: "head" | "idle" | "asked" | "ending"): void {
    this.#phase = phase;
    this.#at = this.#shared.now;
  }

  #end(): void {
    if (this.#phase === "ending" || this.#phase === "over") return;
    this.#begin("ending");
    this.#unread = NOTHING;
    this.#socket.resume();
    this.#socket.end();
  }

  #handOver(): void {
    const socket = this.#socket;
    this.#phase = "over";
    socket.off("data", this.#onData).off("drain", this.#onDrain).off("end", this.#onEnd);
    socket.off("close", this.#onClose).off("error", ignored);
    socket.pause();
    socket.unshift(this.#unread);
    this.#unread = NOTHING;
    this.#shared.handOver(socket);
    socket.resume();
  }
}

function ignored(): void {
  // A fault of a connection is followed by its close.
}
