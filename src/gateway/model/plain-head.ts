import { HEADERS_MAX, isHost } from "./request-head.ts";

/**
 * What bytes begin with. `plain`: a request of HTTP/1.1 without a body whose head can be read in one way only. `partial`:
 * what may become one when more comes. `unusual`: all else, well formed or not: another reader has to tell.
 */
export type HeadOutcome = "plain" | "partial" | "unusual";

/** A longer head is unusual. */
const HEAD_BYTES_MAX = 16_384;
const METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];
/** Headers that say where a request ends, whom it is for, or what becomes of the connection, by their length. Programs read Proxy-Connection as they do Connection. */
const MATTERING: readonly (string | undefined)[] = byLength([
  "host",
  "expect",
  "upgrade",
  "connection",
  "content-length",
  "proxy-connection",
  "transfer-encoding",
]);

/** Classes of letters. */
const METHOD = 1;
const TARGET = 2;
const NAME = 4;
const VALUE = 8;
const CLASSES = Uint8Array.from({ length: 256 }, (_, code) => classesOf(String.fromCharCode(code)));
const LOWER = Uint8Array.from({ length: 256 }, (_, code) => (code >= 0x41 && code <= 0x5a ? code + 0x20 : code));

const VERSION = Buffer.from(" HTTP/1.1\r\n");
const TAB = 0x09;
const LF = 0x0a;
const CR = 0x0d;
const SPACE = 0x20;
const COLON = 0x3a;

/** Given in place of a position: the bytes end before the head does; they are not those of a plain head. */
const CUT = -1;
const ODD = -2;

/**
 * Reads the heads of plain requests from bytes, one after the other, and makes a text of a header only when it is asked
 * for. It takes less than llhttp and `readRequestHead` together do, and reads what it takes as they do: a fuzz test says so.
 */
export class PlainHead {
  method = "";
  /** As sent, with its query. */
  url = "";
  host = "";
  /** Whether the connection is to be closed behind the answer. */
  closes = false;
  /** Where the head ends in the bytes that were read. */
  end = 0;
  /** The head as text, latin1. */
  #text = "";
  #count = 0;
  /** Of each header, where its name and its value begin and end in the head. */
  readonly #places: number[] = [];

  /** Reads the head that begins at `from`; what was read before is gone. */
  read(bytes: Buffer, from: number): HeadOutcome {
    const to = Math.min(bytes.length, from + HEAD_BYTES_MAX);
    const methodEnd = passed(bytes, from, to, METHOD);
    if (methodEnd < to && bytes[methodEnd] !== SPACE) return "unusual";
    const targetEnd = passed(bytes, methodEnd + 1, to, TARGET);
    const end = this.#scanHeaders(bytes, from, passedVersion(bytes, targetEnd, to), to);
    if (end === CUT) return bytes.length - from < HEAD_BYTES_MAX ? "partial" : "unusual";
    if (end === ODD) return "unusual";
    this.end = end;
    this.#text = bytes.toString("latin1", from, end);
    this.method = methodOf(this.#text, methodEnd - from);
    this.url = this.#text.slice(methodEnd + 1 - from, targetEnd - from);
    return this.method !== "" && this.url.startsWith("/") && this.#isPlain() ? "plain" : "unusual";
  }

  /** By lower-case name; undefined when absent; several are joined by ", ". */
  header(name: string): string | undefined {
    let found: string | undefined;
    for (let n = 0; n < this.#count; n++) {
      if (!this.#isNamed(n, name)) continue;
      found = found === undefined ? this.#valueOf(n) : `${found}, ${this.#valueOf(n)}`;
    }
    return found;
  }

  /** All names and values as sent, flat. */
  flat(): string[] {
    const all: string[] = [];
    for (let n = 0; n < this.#count; n++) {
      all.push(this.#text.slice(this.#places[4 * n], this.#places[4 * n + 1]), this.#valueOf(n));
    }
    return all;
  }

  /** Notes where all headers are from `at` on; gives the end of the head. */
  #scanHeaders(bytes: Buffer, from: number, begin: number, to: number): number {
    const places = this.#places;
    let at = begin;
    let count = 0;
    if (at < 0) return at;
    while (at < to && bytes[at] !== CR) {
      const nameEnd = passed(bytes, at, to, NAME);
      if (nameEnd >= to) return CUT;
      if (nameEnd === at || bytes[nameEnd] !== COLON || count === HEADERS_MAX) return ODD;
      let value = nameEnd + 1;
      while (value < to && isBlank(bytes[value])) value++;
      const lineEnd = passed(bytes, value, to, VALUE);
      if (lineEnd + 1 >= to) return CUT;
      if (bytes[lineEnd] !== CR || bytes[lineEnd + 1] !== LF) return ODD;
      let valueEnd = lineEnd;
      while (valueEnd > value && isBlank(bytes[valueEnd - 1])) valueEnd--;
      const place = 4 * count;
      places[place] = at - from;
      places[place + 1] = nameEnd - from;
      places[place + 2] = value - from;
      places[place + 3] = valueEnd - from;
      count++;
      at = lineEnd + 2;
    }
    this.#count = count;
    if (at + 1 >= to) return CUT;
    return bytes[at + 1] === LF ? at + 2 : ODD;
  }

  /** Whether there is no body, exactly one host, and nothing that changes the connection but a plain close. */
  #isPlain(): boolean {
    let [hosts, lengths, connections] = [0, 0, 0];
    this.closes = false;
    for (let n = 0; n < this.#count; n++) {
      const name = MATTERING[(this.#places[4 * n + 1] as number) - (this.#places[4 * n] as number)];
      if (name === undefined || !this.#isNamed(n, name)) continue;
      switch (name) {
        case "host":
          if (hosts++ > 0 || !this.#isHost(this.#valueOf(n))) return false;
          break;
        case "content-length":
          if (lengths++ > 0 || this.#valueOf(n) !== "0") return false;
          break;
        case "connection":
          if (connections++ > 0 || !this.#isPlainConnection(this.#valueOf(n).toLowerCase())) return false;
          break;
        default:
          return false;
      }
    }
    return hosts === 1;
  }

  /** A proxy names the same host each time. */
  #isHost(text: string): boolean {
    if (text === "" || (text !== this.host && !isHost(text))) return false;
    this.host = text;
    return true;
  }

  #isPlainConnection(value: string): boolean {
    this.closes = value === "close";
    return this.closes || value === "keep-alive";
  }

  #valueOf(n: number): string {
    return this.#text.slice(this.#places[4 * n + 2], this.#places[4 * n + 3]);
  }

  #isNamed(n: number, name: string): boolean {
    const begin = this.#places[4 * n] as number;
    if ((this.#places[4 * n + 1] as number) - begin !== name.length) return false;
    for (let letter = 0; letter < name.length; letter++) {
      if (LOWER[this.#text.charCodeAt(begin + letter)] !== name.charCodeAt(letter)) return false;
    }
    return true;
  }
}

/** The first position that holds no letter of a class. */
function passed(bytes: Buffer, from: number, to: number, letters: number): number {
  let at = from;
  while (at < to && ((CLASSES[bytes[at] as number] as number) & letters) !== 0) at++;
  return at;
}

/** Behind the version of the protocol and its line end, or CUT, or ODD. */
function passedVersion(bytes: Buffer, from: number, to: number): number {
  for (let n = 0; n < VERSION.length; n++) {
    if (from + n >= to) return CUT;
    if (bytes[from + n] !== VERSION[n]) return ODD;
  }
  return from + VERSION.length;
}

function isBlank(byte: number | undefined): boolean {
  return byte === SPACE || byte === TAB;
}

/** The method that a text begins with, in so many letters; empty: none that is told here. No text is made of it. */
function methodOf(text: string, letters: number): string {
  for (const method of METHODS) if (method.length === letters && text.startsWith(method)) return method;
  return "";
}

/** No two have the same length. */
function byLength(names: readonly string[]): (string | undefined)[] {
  const longest = Math.max(...names.map(({ length }) => length));
  return Array.from({ length: longest + 1 }, (_, length) => names.find((name) => name.length === length));
}

/** Of RFC 9110 and 9112: methods that are told here, a target without a fragment, a token, a value with its blanks. */
function classesOf(letter: string): number {
  const [method, target, name, value] = [
    /[A-Z]/,
    /[\x21\x22\x24-\x7e]/,
    /[!#$%&'*+\-.^_`|~0-9A-Za-z]/,
    /[\t\x20-\x7e\x80-\xff]/,
  ].map((letters) => letters.test(letter));
  return (method ? METHOD : 0) | (target ? TARGET : 0) | (name ? NAME : 0) | (value ? VALUE : 0);
}
