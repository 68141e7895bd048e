import { ATTRIBUTES } from "../model/otlp/attributes.ts";
import type { LineBytes } from "./line-bytes.ts";
import { OtlpKeys, RESOURCE_START, SPAN_START } from "./otlp-keys.ts";

/** Attributes of a resource stand behind those of the span. */
const RESOURCE = 32;
/** Entries from here on are none that are read. */
const UNREAD = 31;

/** Only log records have it, which no scanner reads. */
const DURATION = ATTRIBUTES.indexOf("http.server.request.duration");
const LIST = ATTRIBUTES.indexOf("http.request.header.x-api-key");

/** Tags: the number of a field times eight, and how its value is written. */
const FIRST_BYTES = 0x0a;
const TEXT = 0x0a;
const WHOLE = 0x18;
const ARRAY = 0x2a;
/** The attributes of a span, and of a resource. */
const OF_SPAN = 0x4a;
const OF_RESOURCE = 0x0a;

/** As `OtlpKeys` has them. Not imported: the compiler folds a module's own constant into its code. */
const ENTRY_MASK = 0xff;
const LENGTH_SHIFT = 8;
const KIND_SHIFT = 16;
const UNREAD_KIND = 0;
const TEXT_KIND = 1;
const WHOLE_KIND = 2;
const OTHER_KIND = 3;
const AROUND_KEY = 3;
const WORD_BITS = 3;
const TAIL = 7;

const HIGH_BITS = 0x80808080 | 0;
const SPACE = 0x20;
const SPACES = 0x20202020;
/** A length of three bytes, the tag of a whole number, a byte that goes on and one that does not. */
const TWO_BYTES_WHOLE = 0x00801803;
const THREE_SPACES = 0x202020;

/** Where the values of those attributes stand that are read of a span and of its resource. */
export class OtlpAttributes {
  /** Bit of an attribute's code: it has a value that is not empty; of the span, and of its resource. */
  own = 0;
  resource = 0;
  /** Where texts start and end, by code, those of the resource from 2 × 32 on. */
  readonly spans = new Int32Array(2 * 2 * RESOURCE);
  readonly numbers = new Int32Array(2 * RESOURCE);
  readonly #keys = new OtlpKeys();
  /** Of the attributes that are read now: the entry of the last one, and bits. */
  #entry = 0;
  #met = 0;
  #filled = 0;
  /** Where the texts stand that were walked over: each at most once. */
  readonly #textPlaces = new Int32Array(2 * RESOURCE);
  /** Numbers in #textPlaces. */
  #texts = 0;
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

  /** Reads the attributes of a span that stand one after the other from `at` on: where they end; -1 when one is unusual. */
  readOwn(line: LineBytes, at: number, to: number): number {
    return this.#readRun(line, at, to, false);
  }

  /** The same for those of a resource. */
  readResource(line: LineBytes, at: number, to: number): number {
    return this.#readRun(line, at, to, true);
  }

  #readRun({ view }: LineBytes, from: number, to: number, isResource: boolean): number {
    const tag = isResource ? OF_RESOURCE : OF_SPAN;
    const behind = isResource ? RESOURCE : 0;
    this.#entry = isResource ? RESOURCE_START : SPAN_START;
    this.#met = isResource ? this.#metResource : this.#metOwn;
    this.#filled = isResource ? this.resource : this.own;
    this.#texts = 0;
    let at = this.#walk(view, from, to, tag, behind);
    while (at >= 0 && at < to && view.getUint8(at) === tag) {
      at = this.#readOne(view, at, to, behind);
      if (at >= 0) at = this.#walk(view, at, to, tag, behind);
    }
    if (at < 0 || !this.#areTextsPlain(view)) return -1;
    if (isResource) {
      this.resource = this.#filled;
      this.#metResource = this.#met;
    } else {
      this.own = this.#filled;
      this.#metOwn = this.#met;
    }
    return at;
  }

  /**
   * Reads attributes as long as they are the guessed ones and short: where it ended; -1 when one is unusual. Nothing is
   * called and no loop is inside its loop, so that the compiler looks once where the arrays are, not at each attribute.
   */
  #walk(view: DataView, from: number, to: number, tag: number, behind: number): number {
    const { heads, steps } = this.#keys;
    const { numbers, spans } = this;
    const places = this.#textPlaces;
    let texts = this.#texts;
    let met = this.#met;
    let filled = this.#filled;
    let entry = this.#entry;
    let at = from | 0;
    const stop = to | 0;
    while (at < stop) {
      const tagged = view.getUint16(at, true);
      const step = steps[entry] as number;
      const guess = step & ENTRY_MASK;
      const head = (step >>> LENGTH_SHIFT) & 0xff;
      const end = (at + 2 + (tagged >>> 8)) | 0;
      const value = (at + 2 + head) | 0;
      if ((tagged & 0x80ff) !== tag || end > stop || value >= end) break;
      const known = guess << WORD_BITS;
      if (view.getFloat64((value - 8) | 0, true) !== heads[known + TAIL]) break;
      if (view.getFloat64((at + 2) | 0, true) !== heads[known]) break;
      if (head > 16 && view.getFloat64((at + 10) | 0, true) !== heads[known + 1]) break;
      if (head > 24 && view.getFloat64((at + 18) | 0, true) !== heads[known + 2]) break;
      if (head > 32) {
        if (view.getFloat64((at + 26) | 0, true) !== heads[known + 3]) break;
        if (head > 40 && view.getFloat64((at + 34) | 0, true) !== heads[known + 4]) break;
        if (head > 48 && view.getFloat64((at + 42) | 0, true) !== heads[known + 5]) break;
      }
      const kind = step >>> KIND_SHIFT;
      const first = view.getInt32(value, true);
      if (((value + 1 + (first & 0xff)) | 0) !== end) break;
      if (kind === UNREAD_KIND) {
        entry = guess;
        at = end;
        continue;
      }
      const bit = 1 << guess;
      if ((met & bit) !== 0) break;
      const slot = guess + behind;
      if (kind === TEXT_KIND) {
        const start = (value + 3) | 0;
        if ((first & 0xff00) !== TEXT << 8 || ((start + ((first >>> 16) & 0xff)) | 0) !== end || start === end) break;
        spans[slot << 1] = start;
        spans[(slot << 1) + 1] = end;
        places[texts] = start;
        places[texts + 1] = end;
        texts += 2;
      } else {
        // Two bytes of a number, as codes of status and ports have.
        if (kind !== WHOLE_KIND || (first & 0x8080ffff) !== TWO_BYTES_WHOLE) break;
        numbers[slot] = ((first >>> 16) & 0x7f) | ((first >>> 24) << 7);
      }
      met |= bit;
      filled |= bit;
      entry = guess;
      at = end;
    }
    this.#texts = texts;
    this.#met = met;
    this.#filled = filled;
    this.#entry = entry;
    return at;
  }

  /** Whether what was walked over is printable ASCII. */
  #areTextsPlain(view: DataView): boolean {
    const places = this.#textPlaces;
    const texts = this.#texts;
    let odd = 0;
    for (let i = 0; i < texts; i += 2) {
      let at = places[i] as number;
      const end = places[i + 1] as number;
      const last = end - 8;
      if (at > last) {
        odd |= this.#oddOfShort(view, at, end);
        continue;
      }
      // Eight bytes each time, the last eight once more where they lie over those before.
      for (;;) {
        const first = view.getInt32(at, true);
        const second = view.getInt32(at + 4, true);
        odd |= first | (first - SPACES) | second | (second - SPACES);
        if (at === last) break;
        at = at + 8 < last ? at + 8 : last;
      }
    }
    return (odd & HIGH_BITS) === 0;
  }

  /** The same of a text of less than eight bytes. */
  #oddOfShort(view: DataView, at: number, end: number): number {
    const first = view.getInt32(at, true);
    const rest = (end - at) << 3;
    if (rest >= 32) {
      const second = view.getInt32(end - 4, true);
      return first | (first - SPACES) | second | (second - SPACES);
    }
    // Spaces in the place of what is behind it.
    const word = (first << (32 - rest)) | (THREE_SPACES >>> (rest - 8));
    return word | (word - SPACES);
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

  /** Reads the attribute at `at`, whatever it is: where it ends, -1 when it is unusual. */
  #readOne(view: DataView, at: number, to: number, behind: number): number {
    const pair = this.#bytesAt(view, at + 1, to);
    const end = this.#stop;
    if (pair < 0) return -1;
    const code = this.#keys.find(view, pair, end, this.#entry);
    const value = this.#bytesAt(view, pair + AROUND_KEY + view.getUint8(pair + 1), end);
    if (code < -1 || value < 0 || this.#stop !== end) return -1;
    if (code >= 0) this.#entry = code;
    if (code < 0 || code >= UNREAD) return end;
    const bit = 1 << code;
    if ((this.#met & bit) !== 0) return -1;
    this.#met |= bit;
    this.#filled |= bit;
    const kind = this.#keys.kindOf(code);
    if (kind === WHOLE_KIND) {
      const whole = wholeAt(view, value, end);
      this.numbers[code + behind] = whole;
      return whole < 0 ? -1 : end;
    }
    const isList = kind === OTHER_KIND && code === LIST && value < end && view.getUint8(value) === ARRAY;
    const text = isList ? this.#firstOfList(view, value, end) : value;
    if (!this.#readText(view, text, end, code + behind)) return -1;
    if (this.spans[2 * (code + behind)] === end) this.#filled &= ~bit;
    return end;
  }

  #readText(view: DataView, value: number, end: number, slot: number): boolean {
    if (value < 0 || value >= end || slot === DURATION || view.getUint8(value) !== TEXT) return false;
    const start = this.#bytesAt(view, value + 1, end);
    if (start < 0 || this.#stop !== end) return false;
    this.spans[2 * slot] = start;
    this.spans[2 * slot + 1] = end;
    return endOfPrintable(view, start, end) === end;
  }

  /** Where the only value of a list begins; -1 when it is unusual. */
  #firstOfList(view: DataView, from: number, to: number): number {
    const first = this.#bytesAt(view, from + 1, to);
    if (first < 0 || this.#stop !== to || first >= to || view.getUint8(first) !== FIRST_BYTES) return -1;
    const value = this.#bytesAt(view, first + 1, to);
    return this.#stop === to ? value : -1;
  }

  /** Where the bytes begin whose length stands at `at`, and in #stop where they end; -1 when that is beyond `to`, or unusual. */
  #bytesAt(view: DataView, at: number, to: number): number {
    if (at >= to) return -1;
    const first = view.getUint8(at);
    const second = view.getUint8(at + 1);
    if (first >= 0x80 && second >= 0x80) return -1;
    const start = first < 0x80 ? at + 1 : at + 2;
    const stop = start + (first < 0x80 ? first : (first & 0x7f) | (second << 7));
    this.#stop = stop;
    return stop <= to ? start : -1;
  }
}

/** The whole number of at most 28 bits at [at, to); -1 when it is unusual. */
function wholeAt(view: DataView, at: number, to: number): number {
  if (at + 1 >= to || to - at > 5 || view.getUint8(at) !== WHOLE) return -1;
  let value = 0;
  for (let i = at + 1, shift = 0; i < to; i++, shift += 7) {
    const byte = view.getUint8(i);
    value |= (byte & 0x7f) << shift;
    if (byte < 0x80 !== (i + 1 === to)) return -1;
  }
  return value;
}

/** Where the first byte stands that is no printable ASCII; `end` when there is none. */
function endOfPrintable(view: DataView, start: number, end: number): number {
  let at = start;
  while (at < end && view.getUint8(at) >= SPACE && view.getUint8(at) < 0x80) at++;
  return at;
}
