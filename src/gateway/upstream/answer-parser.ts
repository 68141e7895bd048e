import type { HeaderKinds } from "../model/header-kinds.ts";
import { type AnswerHead, type AnswerTaker, type Fault, NOT_HTTP } from "../model/answer.ts";
import { parseAnswerHead } from "./parse-answer-head.ts";

/** The head of an answer, and its trailers, have at most so many bytes; a line before a chunk so many. */
const HEAD_BYTES_MAX = 65_536;
const CHUNK_LINE_BYTES_MAX = 1_024;
/** Heads of the kind "wait a little" (1xx) before the answer. */
const INTERIM_MAX = 16;
const CR = 0x0d;
const LF = 0x0a;
const HEAD_END = Buffer.from("\r\n\r\n");
const LINE_END = Buffer.from("\r\n");
const CHUNK_LINE = /^([0-9A-Fa-f]{1,12})[ \t]*(?:;[\t\x20-\x7e\x80-\xff]*)?$/;
const NOTHING = Buffer.alloc(0);

type State = "idle" | "head" | "fixed" | "chunkLine" | "chunk" | "chunkEnd" | "trailers" | "untilClose" | "tunnel";

/** The bytes that one upstream connection sends, as answers to one question after the other. Strict: what could be read in two ways is a fault. */
export class AnswerParser {
  readonly #kinds: HeaderKinds;
  #taker: AnswerTaker | null = null;
  #state: State = "idle";
  /** Bytes of a head or line whose end has not come. */
  #kept: Buffer = NOTHING;
  /** Bytes of the body, or of the chunk, still to come. */
  #left = 0;
  #interim = 0;
  #isHead = false;
  /** Whether the connection can take another request after this answer. */
  keepsAlive = false;
  /** For so long the upstream keeps an idle connection, by its own word; null when it says nothing. */
  idleSeconds: number | null = null;

  constructor(kinds: HeaderKinds) {
    this.#kinds = kinds;
  }

  /** An answer follows; `isHead`: to HEAD, which has no body whatever its head says. */
  expect(taker: AnswerTaker, isHead: boolean): void {
    this.#taker = taker;
    this.#isHead = isHead;
    this.#state = "head";
    this.#interim = 0;
    this.keepsAlive = false;
  }

  /** Takes what came, which is valid during this call only. What is given is a fault: then the connection is of no use. */
  push(bytes: Buffer): Fault | null {
    let rest = this.#kept.length === 0 ? bytes : Buffer.concat([this.#kept, bytes]);
    this.#kept = NOTHING;
    while (rest.length > 0) {
      const used = this.#step(rest);
      if (typeof used === "string") return used;
      if (used === 0) {
        // Bytes of the shared buffer are overwritten by the next read.
        this.#kept = Buffer.from(rest);
        return this.#kept.length > this.#keptMax() ? "headTooLarge" : null;
      }
      rest = rest.subarray(used);
    }
    return null;
  }

  /** The upstream closed its side. */
  finish(): Fault | null {
    if (this.#state === "idle") return null;
    if (this.#state === "tunnel") {
      this.#end(null, []);
      return null;
    }
    if (this.#state !== "untilClose") return "reset";
    this.#end(null, []);
    return null;
  }

  #step(rest: Buffer): number | Fault {
    switch (this.#state) {
      case "idle":
        return NOT_HTTP;
      case "head":
        return this.#head(rest);
      case "fixed":
        return this.#fixed(rest);
      case "chunkLine":
        return this.#chunkLine(rest);
      case "chunk":
        return this.#chunk(rest);
      case "chunkEnd":
        if (rest.length < 2) return 0;
        if (rest[0] !== CR || rest[1] !== LF) return NOT_HTTP;
        this.#state = "chunkLine";
        return 2;
      case "trailers":
        return this.#trailers(rest);
      case "untilClose":
      case "tunnel":
        this.#taker?.onBody(rest);
        return rest.length;
    }
  }

  #head(rest: Buffer): number | Fault {
    const end = rest.indexOf(HEAD_END);
    if (end < 0) return 0;
    if (end > HEAD_BYTES_MAX) return "headTooLarge";
    const head = parseAnswerHead(rest.toString("latin1", 0, end), this.#kinds);
    if (head === null) return NOT_HTTP;
    if (head.status < 200 && head.status !== 101) return this.#passInterim(head) ?? end + 4;
    this.keepsAlive = head.keepsAlive;
    this.idleSeconds = head.idleSeconds;
    return this.#begin(head) ?? end + 4;
  }

  #passInterim(head: AnswerHead): Fault | null {
    if (++this.#interim > INTERIM_MAX) return NOT_HTTP;
    if (head.status !== 100) this.#taker?.onInterim?.(head);
    return null;
  }

  #begin(head: AnswerHead): Fault | null {
    const { body, status } = head;
    if (status === 101) {
      if (this.#taker?.tunnels !== true) return NOT_HTTP;
      this.#state = "tunnel";
      this.keepsAlive = false;
      this.#taker.onHead(head);
      return null;
    }
    const isEmpty = this.#isHead || status === 204 || status === 304 || body === 0;
    this.#state = isEmpty ? "idle" : body === "chunked" ? "chunkLine" : body === "untilClose" ? "untilClose" : "fixed";
    if (typeof body === "number") this.#left = body;
    if (this.#state === "untilClose") this.keepsAlive = false;
    const taker = this.#taker;
    taker?.onHead(head);
    if (isEmpty && this.#taker === taker) this.#end(null, []);
    return null;
  }

  #fixed(rest: Buffer): number {
    if (rest.length < this.#left) {
      this.#left -= rest.length;
      this.#taker?.onBody(rest);
      return rest.length;
    }
    const last = this.#left;
    this.#end(last === rest.length ? rest : rest.subarray(0, last), []);
    return last;
  }

  #chunkLine(rest: Buffer): number | Fault {
    const end = rest.indexOf(LINE_END);
    if (end < 0) return rest.length > CHUNK_LINE_BYTES_MAX ? NOT_HTTP : 0;
    const size = CHUNK_LINE.exec(rest.toString("latin1", 0, Math.min(end, CHUNK_LINE_BYTES_MAX + 1)))?.[1];
    if (size === undefined || end > CHUNK_LINE_BYTES_MAX) return NOT_HTTP;
    this.#left = Number.parseInt(size, 16);
    this.#state = this.#left === 0 ? "trailers" : "chunk";
    return end + 2;
  }

  #chunk(rest: Buffer): number {
    const part = Math.min(this.#left, rest.length);
    this.#left -= part;
    if (this.#left === 0) this.#state = "chunkEnd";
    this.#taker?.onBody(rest.subarray(0, part));
    return part;
  }

  #trailers(rest: Buffer): number | Fault {
    if (rest.length >= 2 && rest[0] === CR && rest[1] === LF) {
      this.#end(null, []);
      return 2;
    }
    const end = rest.indexOf(HEAD_END);
    if (end < 0) return 0;
    if (end > HEAD_BYTES_MAX) return "headTooLarge";
    const read = parseAnswerHead(`HTTP/1.1 200 \r\n${rest.toString("latin1", 0, end)}`, this.#kinds);
    if (read?.body !== "untilClose") return NOT_HTTP;
    this.#end(null, read.headers);
    return end + 4;
  }

  #end(last: Buffer | null, trailers: readonly string[]): void {
    const taker = this.#taker;
    this.#taker = null;
    this.#state = "idle";
    taker?.onEnd(last, trailers);
  }

  #keptMax(): number {
    return this.#state === "chunkLine" ? CHUNK_LINE_BYTES_MAX : HEAD_BYTES_MAX;
  }
}
