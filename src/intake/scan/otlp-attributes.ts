import { ATTRIBUTES, type AttributeName } from "../model/otlp/attributes.ts";
import type { LineBytes } from "./line-bytes.ts";
import { OtlpKeys } from "./otlp-keys.ts";
import { endOfPlain } from "./words.ts";

/** Attributes of a resource stand behind those of the span. */
const RESOURCE = 32;

const NUMBERS: ReadonlySet<AttributeName> = new Set([
  "http.response.status_code",
  "http.status_code",
  "server.port",
  "net.host.port",
  "http.response.body.size",
  "http.response_content_length",
]);
const NUMBER_BITS = bitsOf((name) => NUMBERS.has(name));
/** Only log records have it, which no scanner reads. */
const UNREAD_BITS = bitsOf((name) => name === "http.server.request.duration");
const LIST = ATTRIBUTES.indexOf("http.request.header.x-api-key");

/** Tags: the number of a field times eight, and how its value is written. */
const FIRST_BYTES = 0x0a;
const SECOND_BYTES = 0x12;
const TEXT = 0x0a;
const WHOLE = 0x18;
const ARRAY = 0x2a;

/** Where the values of those attributes stand that are read of a span and of its resource. */
export class OtlpAttributes {
  /** Bit of an attribute's code: it has a value that is not empty; of the span, and of its resource. */
  own = 0;
  resource = 0;
  /** Where texts start and end, by code, those of the resource from 2 × 32 on. */
  readonly spans = new Int32Array(2 * 2 * RESOURCE);
  readonly numbers = new Int32Array(2 * RESOURCE);
  readonly #keys = new OtlpKeys();
  #metOwn = 0;
  #metResource = 0;
  /** Where the bytes end whose length was read last. */
  #stop = 0;

  beginSpan(): void {
    this.own = 0;
    this.#metOwn = 0;
  }

  beginResource(): void {
    this.resource = 0;
    this.#metResource = 0;
  }

  /** Reads the `KeyValue` at [from, to); false when it is unusual. */
  read(line: LineBytes, from: number, to: number, isResource: boolean): boolean {
    const { bytes, view } = line;
    const keyLength = bytes[from + 1] as number;
    const keyEnd = from + 2 + keyLength;
    if (bytes[from] !== FIRST_BYTES || keyLength >= 0x80 || keyEnd + 1 >= to) return false;
    if (bytes[keyEnd] !== SECOND_BYTES) return false;
    const value = this.#lengthAt(bytes, keyEnd + 1, to);
    if (value < 0 || this.#stop !== to) return false;
    if (keyLength < 4) return true;
    const code = this.#keys.find(view, from + 2, keyLength);
    if (code < 0) return true;
    const bit = 1 << code;
    if (((isResource ? this.#metResource : this.#metOwn) & bit) !== 0 || (UNREAD_BITS & bit) !== 0) return false;
    if (isResource) this.#metResource |= bit;
    else this.#metOwn |= bit;
    const slot = isResource ? code + RESOURCE : code;
    const filled =
      (NUMBER_BITS & bit) !== 0 ? this.#readWhole(bytes, value, to, slot) : this.#readText(line, value, to, slot);
    if (filled < 0) return false;
    if (isResource) this.resource |= filled << code;
    else this.own |= filled << code;
    return true;
  }

  /** The first of two attributes that is there, the span's own before those of its resource: its slot; -1 for none. */
  pick(first: number, second: number): number {
    const own = this.own;
    if ((own & (1 << first)) !== 0) return first;
    if ((own & (1 << second)) !== 0) return second;
    const resource = this.resource;
    if ((resource & (1 << first)) !== 0) return first + RESOURCE;
    return (resource & (1 << second)) !== 0 ? second + RESOURCE : -1;
  }

  /** 1: there is a text; 0: it is empty; -1: unusual. */
  #readText({ bytes, view }: LineBytes, from: number, to: number, slot: number): number {
    let at = from;
    if (bytes[at] === ARRAY && (slot & (RESOURCE - 1)) === LIST) {
      at = this.#lengthAt(bytes, at + 1, to);
      if (at < 0 || this.#stop !== to || bytes[at] !== FIRST_BYTES || at >= to) return -1;
      at = this.#lengthAt(bytes, at + 1, to);
      if (at < 0 || this.#stop !== to) return -1;
    }
    if (at >= to || bytes[at] !== TEXT) return -1;
    const start = this.#lengthAt(bytes, at + 1, to);
    if (start < 0 || this.#stop !== to) return -1;
    if (start === to) return 0;
    if (endOfPlain(view, start, to) < to) return -1;
    this.spans[2 * slot] = start;
    this.spans[2 * slot + 1] = to;
    return 1;
  }

  /** 1: there is a whole number of at most 28 bits; -1: unusual. */
  #readWhole(bytes: Uint8Array, from: number, to: number, slot: number): number {
    if (bytes[from] !== WHOLE || from + 1 >= to || to - from > 5) return -1;
    let value = 0;
    for (let at = from + 1, shift = 0; at < to; at++, shift += 7) {
      const byte = bytes[at] as number;
      value |= (byte & 0x7f) << shift;
      if (byte < 0x80 !== (at + 1 === to)) return -1;
    }
    this.numbers[slot] = value;
    return 1;
  }

  /** Where the bytes begin whose length stands at `at`, and in #stop where they end; -1 when that is beyond `to`, or unusual. */
  #lengthAt(bytes: Uint8Array, at: number, to: number): number {
    const first = bytes[at] as number;
    const isShort = first < 0x80;
    const second = bytes[at + 1] as number;
    if (!isShort && second >= 0x80) return -1;
    const start = isShort ? at + 1 : at + 2;
    const stop = start + (isShort ? first : (first & 0x7f) | (second << 7));
    this.#stop = stop;
    return stop <= to && at < to ? start : -1;
  }
}

function bitsOf(is: (name: AttributeName) => boolean): number {
  return ATTRIBUTES.reduce((bits, name, code) => (is(name) ? bits | (1 << code) : bits), 0);
}
