import { HeaderKind, type HeaderKinds } from "../model/header-kinds.ts";
import type { AnswerHead } from "../model/answer.ts";

/** Control characters, and line ends that are not CR LF. */
const FORBIDDEN = /[^\t\r\n\x20-\x7e\x80-\xff]|\r(?!\n)|(?<!\r)\n/;
const START = /^HTTP\/1\.[01] [1-9]\d\d(?: |$)/;
const LENGTH = /^\d{1,15}$/;
const TIMEOUT = /(?:^|[,;\s])timeout=(\d{1,6})/i;

/** Reads the head of an answer, without its empty line; null when it is no HTTP/1.1 or could be read in two ways. */
export function parseAnswerHead(text: string, kinds: HeaderKinds): AnswerHead | null {
  if (FORBIDDEN.test(text) || !START.test(text)) return null;
  const firstEnd = text.indexOf("\r\n");
  const lineEnd = firstEnd < 0 ? text.length : firstEnd;
  const reading = new Reading(Number(text.slice(9, 12)), text.charCodeAt(7) === ONE, text.slice(13, lineEnd));
  for (let at = lineEnd + 2; at < text.length;) {
    const found = text.indexOf("\r\n", at);
    const end = found < 0 ? text.length : found;
    const colon = text.indexOf(":", at);
    if (colon < 0 || colon >= end) return null;
    const name = text.slice(at, colon);
    reading.take(kinds.of(name), name, valueOf(text, colon + 1, end));
    at = end + 2;
  }
  return reading.isRead(kinds) ? reading : null;
}

class Reading implements AnswerHead {
  readonly status: number;
  readonly reason: string;
  headers: string[] = [];
  body: number | "chunked" | "untilClose" = "untilClose";
  keepsAlive: boolean;
  idleSeconds: number | null = null;
  readonly #isNew: boolean;
  #named = "";
  #isBroken = false;

  constructor(status: number, isNew: boolean, reason: string) {
    this.status = status;
    this.reason = reason;
    this.#isNew = isNew;
    this.keepsAlive = isNew;
  }

  take(kind: number, name: string, value: string): void {
    switch (kind) {
      case HeaderKind.contentLength:
        this.#length(value);
        if (this.status !== 204 && this.status >= 200) this.headers.push(name, value);
        return;
      case HeaderKind.transferEncoding:
        if (value.toLowerCase() !== "chunked" || this.body !== "untilClose" || !this.#isNew) this.#isBroken = true;
        else this.body = "chunked";
        return;
      case HeaderKind.connection:
        this.#connection(value.toLowerCase());
        return;
      case HeaderKind.keepAlive:
        this.idleSeconds = Number(TIMEOUT.exec(value)?.[1] ?? Number.NaN);
        if (Number.isNaN(this.idleSeconds)) this.idleSeconds = null;
        return;
      case HeaderKind.invalid:
        this.#isBroken = true;
        break;
      case HeaderKind.hop:
      case HeaderKind.upgrade:
      case HeaderKind.trailer:
      case HeaderKind.identity:
      case HeaderKind.requestId:
        break;
      default:
        this.headers.push(name, value);
    }
  }

  /** Whether it could be read in one way only; leaves out what the Connection header names. */
  isRead(kinds: HeaderKinds): boolean {
    if (this.#isBroken) return false;
    if (this.#named !== "") this.#leaveOut(kinds);
    return true;
  }

  #length(value: string): void {
    if (!LENGTH.test(value) || this.body !== "untilClose") this.#isBroken = true;
    else this.body = Number(value);
  }

  #connection(value: string): void {
    if (value === "keep-alive") this.keepsAlive = true;
    else if (value === "close") this.keepsAlive = false;
    else {
      this.#named += `${value},`;
      if (/(?:^|[,\s])close(?:$|[,\s])/.test(value)) this.keepsAlive = false;
    }
  }

  #leaveOut(kinds: HeaderKinds): void {
    const named = new Set(this.#named.split(",").map((one) => one.trim()));
    const kept: string[] = [];
    for (let at = 0; at + 1 < this.headers.length; at += 2) {
      const name = this.headers[at] as string;
      const isFraming = kinds.of(name) === HeaderKind.contentLength;
      if (isFraming || !named.has(name.toLowerCase())) kept.push(name, this.headers[at + 1] as string);
    }
    this.headers = kept;
  }
}

const ONE = 0x31;
const SPACE = 0x20;
const TAB = 0x09;

function valueOf(text: string, start: number, stop: number): string {
  let from = start;
  let to = stop;
  while (from < to && isBlank(text.charCodeAt(from))) from++;
  while (to > from && isBlank(text.charCodeAt(to - 1))) to--;
  return text.slice(from, to);
}

function isBlank(code: number): boolean {
  return code === SPACE || code === TAB;
}
