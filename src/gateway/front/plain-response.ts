import type { Socket } from "node:net";
import { rawHead } from "./raw-head.ts";
import type { ClientResponse } from "./client-response.ts";

/** What a plain answer is made of and for. */
export interface Answering {
  /** To HEAD: it has no body. */
  readonly isHead: boolean;
  /** The connection ends with it. */
  readonly closes: boolean;
  /** The text of the Date header. */
  readonly dateText: () => string;
  /** The whole answer was written; `keepsAlive`: another may follow. */
  readonly onEnd: (keepsAlive: boolean) => void;
}

/** The same that `node:http` says. */
const KEPT = "Connection: keep-alive\r\nKeep-Alive: timeout=65\r\n";
const CLOSED = "Connection: close\r\n";
const CHUNKED = "Transfer-Encoding: chunked\r\n\r\n";
const END = "\r\n";

/** The answer to a plain request, as bytes of its connection: framed as `node:http` frames it, for HTTP/1.1 only. */
export class PlainResponse implements ClientResponse {
  statusCode = 200;
  shouldKeepAlive: boolean;
  headersSent = false;
  writableFinished = false;
  readonly #socket: Socket;
  readonly #answering: Answering;
  /** A head that waits for the first bytes of its body. */
  #head = "";
  #hasBody = true;
  #isChunked = false;
  #trailers = "";
  #onDrain: (() => void) | null = null;

  constructor(socket: Socket, answering: Answering) {
    this.#socket = socket;
    this.#answering = answering;
    this.shouldKeepAlive = !answering.closes;
  }

  writeHead(status: number, reason: string, headers: string[]): this {
    this.statusCode = status;
    this.headersSent = true;
    this.#hasBody = !this.#answering.isHead && status !== 204 && status !== 304;
    let text = `HTTP/1.1 ${status} ${reason}\r\n`;
    let [hasLength, hasDate] = [false, false];
    for (let at = 0; at + 1 < headers.length; at += 2) {
      const name = headers[at] as string;
      if (name.length === 14) hasLength ||= name.toLowerCase() === "content-length";
      else if (name.length === 4) hasDate ||= name.toLowerCase() === "date";
      text += `${name}: ${headers[at + 1]}\r\n`;
    }
    this.#isChunked = this.#hasBody && !hasLength;
    if (!hasDate) text += `Date: ${this.#answering.dateText()}\r\n`;
    text += this.shouldKeepAlive ? KEPT : CLOSED;
    this.#head = text + (this.#isChunked ? CHUNKED : END);
    return this;
  }

  flushHeaders(): void {
    if (this.#head !== "") this.#write(this.#taken());
  }

  write(bytes: Buffer): boolean {
    if (!this.#hasBody) return true;
    const before = this.#taken() + (this.#isChunked ? `${bytes.length.toString(16)}\r\n` : "");
    if (before === "") return this.#socket.write(bytes);
    this.#socket.cork();
    this.#write(before);
    let hasRoom = this.#socket.write(bytes);
    if (this.#isChunked) hasRoom = this.#write(END);
    this.#socket.uncork();
    return hasRoom;
  }

  end(last?: string | Buffer, encoding: "latin1" | "utf8" = "latin1"): void {
    if (typeof last === "object") this.write(last);
    const text = typeof last === "string" && this.#hasBody ? last : "";
    // What is not latin1 goes out as its bytes, each of them a letter.
    this.#endWith(encoding === "utf8" ? Buffer.from(text).toString("latin1") : text);
  }

  writeContinue(): void {
    this.#write(rawHead(100, "", []));
  }

  writeInformation(status: number, headers: string[]): void {
    this.#write(rawHead(status, "", headers));
  }

  addTrailers(trailers: [string, string][]): void {
    if (this.#isChunked) for (const [name, value] of trailers) this.#trailers += `${name}: ${value}\r\n`;
  }

  on(_event: "drain", listener: () => void): void {
    this.#onDrain = listener;
  }

  /** There is room again. */
  drained(): void {
    this.#onDrain?.();
  }

  #endWith(text: string): void {
    let whole = this.#taken();
    if (this.#isChunked) {
      if (text !== "") whole += `${text.length.toString(16)}\r\n${text}\r\n`;
      whole += `0\r\n${this.#trailers}\r\n`;
    } else whole += text;
    if (whole !== "") this.#write(whole);
    this.#answering.onEnd(this.shouldKeepAlive);
  }

  #write(text: string): boolean {
    return this.#socket.write(text, "latin1");
  }

  #taken(): string {
    const head = this.#head;
    this.#head = "";
    return head;
  }
}
