import { STATUS_CODES } from "node:http";
import type { Socket } from "node:net";
import { PlainHead } from "../model/plain-head.ts";
import type { AuthAnswer } from "./auth-answer.ts";
import type { ForwardAuth } from "./forward-auth.ts";

/** What all connections of a front share. */
export interface AuthShared {
  readonly auth: Pick<ForwardAuth, "answer">;
  readonly limits: AuthLimits;
  /** Takes over a connection whose next request is no plain one; what was not read of it is there to be read again. */
  readonly handOver: (socket: Socket) => void;
  /** Ms of a clock that never jumps, as of the last sweep: precise enough for time-outs. */
  now: number;
  /** Whether connections end with the answer that is under way. */
  isClosing: boolean;
}

/** How long a connection may keep us waiting, ms. */
export interface AuthLimits {
  /** For the first head, and for the rest of one that has begun. */
  readonly headMs: number;
  /** For another head, and for answers to be taken. */
  readonly idleMs: number;
}

/** Every request for a decision is below it. */
const AUTH_PATH = "/auth";
const NOTHING = Buffer.alloc(0);

/** One connection of a proxy: plain requests for decisions, answered in their order, with one write for all that came together. */
export class AuthConnection {
  readonly #shared: AuthShared;
  readonly #socket: Socket;
  readonly #head: PlainHead;
  readonly #ip: string;
  /** Bytes that came and were not read yet: a part of a head, or what waits behind an answer. */
  #unread: Buffer = NOTHING;
  #phase: "head" | "idle" | "asking" | "ending" = "head";
  /** When the phase began. */
  #at: number;
  /** Whether the proxy sends no more. */
  #isEnded = false;

  constructor(shared: AuthShared, socket: Socket) {
    this.#shared = shared;
    this.#socket = socket;
    this.#head = new PlainHead();
    this.#ip = socket.remoteAddress ?? "";
    this.#at = shared.now;
    socket.on("data", this.#onData);
    socket.on("drain", this.#onDrain);
    socket.on("end", this.#onEnd);
    // What is broken is closed by itself.
    socket.on("error", ignored);
  }

  /** Ends the connection where nothing is under way; else its answer does. */
  shut(): void {
    if (this.#phase !== "asking" && this.#unread.length === 0) this.#end("");
  }

  /** Ends the connection where it has kept us waiting for too long. */
  sweep(): void {
    const { now, limits } = this.#shared;
    const waited = now - this.#at;
    if (this.#phase === "head" && waited > limits.headMs) this.#end(this.#unread.length === 0 ? "" : TOO_SLOW);
    else if (this.#phase !== "head" && this.#phase !== "asking" && waited > limits.idleMs) this.#socket.destroy();
  }

  readonly #onData = (bytes: Buffer): void => {
    if (this.#phase === "ending") return;
    this.#read(this.#unread.length === 0 ? bytes : Buffer.concat([this.#unread, bytes]), "");
  };

  readonly #onDrain = (): void => {
    if (this.#phase !== "asking") this.#socket.resume();
  };

  readonly #onEnd = (): void => {
    this.#isEnded = true;
    if (this.#phase !== "asking") this.#end("");
  };

  /** Answers all requests that are whole, behind what is to be told already. */
  #read(bytes: Buffer, before: string): void {
    const head = this.#head;
    let [at, told] = [0, before];
    while (at < bytes.length) {
      const outcome = head.read(bytes, at);
      if (outcome === "partial") break;
      if (outcome === "unusual" || !head.url.startsWith(AUTH_PATH)) return this.#handOver(bytes.subarray(at), told);
      at = head.end;
      const answer = this.#shared.auth.answer(head, this.#ip);
      if (answer instanceof Promise) return this.#wait(answer, bytes.subarray(at), told);
      told += this.#textOf(answer);
      if (this.#isLast()) return this.#end(told);
    }
    // Time runs from the first byte of a head on, however its bytes come.
    if (at > 0 || this.#phase !== "head") this.#at = this.#shared.now;
    this.#unread = at < bytes.length ? bytes.subarray(at) : NOTHING;
    this.#phase = at < bytes.length ? "head" : "idle";
    this.#write(told);
  }

  /** Reads no further until it is decided. */
  #wait(answer: Promise<AuthAnswer>, unread: Buffer, told: string): void {
    this.#unread = unread;
    this.#phase = "asking";
    this.#socket.pause();
    this.#write(told);
    void answer.then((decided) => {
      if (this.#socket.destroyed) return;
      const text = this.#textOf(decided);
      if (this.#isLast()) return this.#end(text);
      this.#socket.resume();
      this.#read(this.#unread, text);
    });
  }

  /** Behind this request the connection ends. */
  #isLast(): boolean {
    return this.#head.closes || this.#isEnded || this.#shared.isClosing;
  }

  #textOf({ status, lines, body }: AuthAnswer): string {
    const first = status === 200 ? OK : `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n`;
    const last = this.#isLast() ? "Connection: close\r\n\r\n" : "\r\n";
    if (body === "") return `${first}${lines}Content-Length: 0\r\n${last}`;
    const bytes = Buffer.byteLength(body);
    const head = `${first}${lines}Content-Length: ${bytes}\r\n${last}`;
    if (this.#head.method === "HEAD") return head;
    // All of it goes out as latin1.
    return head + (bytes === body.length ? body : Buffer.from(body).toString("latin1"));
  }

  #write(text: string): void {
    if (text !== "" && !this.#socket.write(text, "latin1")) this.#socket.pause();
  }

  #end(text: string): void {
    this.#at = this.#shared.now;
    this.#phase = "ending";
    this.#unread = NOTHING;
    this.#socket.resume();
    this.#socket.end(text, "latin1");
  }

  /** An unusual request takes its connection with it, for good: two readers never take turns. */
  #handOver(unread: Buffer, told: string): void {
    const socket = this.#socket;
    socket.off("data", this.#onData).off("drain", this.#onDrain).off("end", this.#onEnd).off("error", ignored);
    if (told !== "") socket.write(told, "latin1");
    socket.pause();
    socket.unshift(unread);
    this.#shared.handOver(socket);
    socket.resume();
  }
}

const OK = "HTTP/1.1 200 OK\r\n";
const TOO_SLOW = "HTTP/1.1 408 Request Timeout\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";

function ignored(): void {
  // A fault of a connection is followed by its close.
}
