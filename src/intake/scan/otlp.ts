import type { DecoderOptions } from "../model/decoder.ts";
import { isHeadSampled } from "../model/otlp/is-head-sampled.ts";
import type { OtlpNames } from "../model/otlp/item-record.ts";
import { textOf } from "#kernel";
import { LineBytes } from "./line-bytes.ts";
import { OtlpAttributes } from "./otlp-attributes.ts";
import { OtlpRow } from "./otlp-row.ts";
import type { OtlpTaker, Stretch } from "./otlp-taker.ts";
import { PADDING } from "./words.ts";

/** Tags: the number of a field times eight, and how its value is written (0 varint, 1 eight bytes, 2 length and bytes). */
const FIRST_BYTES = 0x0a;
const SECOND_BYTES = 0x12;
const TRACE_ID = 0x0a;
const SPAN_ID = 0x12;
const TRACE_STATE = 0x1a;
const KIND = 0x30;
const START = 0x39;
const END = 0x41;
const ATTRIBUTE = 0x4a;
const STATUS = 0x7a;
const STATUS_CODE = 0x18;

const VARINT_BYTES_MAX = 10;
/** The kind of a server's span, and the code of a status that is an error. */
const SERVER = 2;
const ERROR = 2;

/**
 * Reads the ordinary spans of an `ExportTraceServiceRequest` from its bytes to columns, without an object or a string for
 * a span. What is unusual (an attribute twice, text beyond printable ASCII, numbers as text, an instant that is not
 * believed, an API that is not taken) is left to the slow path, which alone drops.
 */
export class OtlpScanner {
  readonly #line = new LineBytes();
  readonly #attributes = new OtlpAttributes();
  readonly #row: OtlpRow;
  #bytes = this.#line.bytes;
  /** Where the bytes end whose length was read last. */
  #stop = 0;
  #isResourceUnusual = false;

  constructor(options: DecoderOptions, names: OtlpNames) {
    this.#row = new OtlpRow(options, names, this.#attributes);
  }

  /**
   * Reads body[0, length), behind which PADDING bytes can be read. False, with nothing done, when the frame around the
   * spans is unusual.
   */
  scan(body: Uint8Array, length: number, taker: OtlpTaker): boolean {
    if (length + PADDING > body.length || !this.#line.take(body, 0, length)) return false;
    this.#bytes = this.#line.bytes;
    if (!this.#groups(length, null)) return false;
    this.#groups(length, taker);
    return true;
  }

  /** Writes what was put off: to be called before anybody reads rows. */
  settle(): void {
    this.#row.settle();
  }

  /** Without a taker it only looks whether the frame is an ordinary one. */
  #groups(end: number, taker: OtlpTaker | null): boolean {
    for (let at = 0; at < end;) {
      if (this.#bytes[at] === FIRST_BYTES) {
        const from = this.#bytesAt(at + 1, end);
        const to = this.#stop;
        if (from < 0 || !this.#group(from, to, taker)) return false;
        at = to;
      } else if ((at = this.#skip(at, end)) < 0) return false;
    }
    return true;
  }

  #group(from: number, to: number, taker: OtlpTaker | null): boolean {
    if (taker !== null) this.#readResource(from, to, taker);
    for (let at = from; at < to;) {
      if (this.#bytes[at] === SECOND_BYTES) {
        const scope = this.#bytesAt(at + 1, to);
        const end = this.#stop;
        if (scope < 0 || !this.#scope(scope, end, { taker, from, to })) return false;
        at = end;
      } else if ((at = this.#skip(at, to)) < 0) return false;
    }
    return true;
  }

  #readResource(from: number, to: number, taker: OtlpTaker): void {
    this.#attributes.beginResource();
    this.#isResourceUnusual = false;
    for (let at = from; at < to;) {
      const isResource = this.#bytes[at] === FIRST_BYTES;
      const resource = this.#bytesAt(at + 1, to);
      const end = this.#stop;
      if (isResource && !this.#readAttributes(resource, end)) this.#isResourceUnusual = true;
      at = isResource ? end : this.#skip(at, to);
    }
    if (this.#isResourceUnusual) taker.unusualResource(from, to);
  }

  #readAttributes(from: number, to: number): boolean {
    for (let at = from; at < to;) {
      if (this.#bytes[at] === FIRST_BYTES) {
        const pair = this.#bytesAt(at + 1, to);
        at = this.#stop;
        if (pair < 0 || !this.#attributes.read(this.#line, pair, at, true)) return false;
      } else if ((at = this.#skip(at, to)) < 0) return false;
    }
    return true;
  }

  #scope(from: number, to: number, group: Group): boolean {
    const { taker } = group;
    for (let at = from; at < to;) {
      if (this.#bytes[at] === SECOND_BYTES) {
        const span = this.#bytesAt(at + 1, to);
        const end = this.#stop;
        if (span < 0) return false;
        if (taker !== null && (this.#isResourceUnusual || !this.#span(span, end, taker))) {
          taker.unusual(span, end, group);
        }
        at = end;
      } else if ((at = this.#skip(at, to)) < 0) return false;
    }
    return true;
  }

  /** False, with nothing done, when it is unusual. */
  #span(from: number, to: number, taker: OtlpTaker): boolean {
    const bytes = this.#bytes;
    const row = this.#row;
    const attributes = this.#attributes;
    let kind = -1;
    let traceState = -1;
    let traceStateEnd = -1;
    attributes.beginSpan();
    row.begin();
    for (let at = from; at < to;) {
      const tag = bytes[at] as number;
      switch (tag) {
        case ATTRIBUTE: {
          const pair = this.#bytesAt(at + 1, to);
          at = this.#stop;
          if (pair < 0) return false;
          if (kind >= 0 && kind !== SERVER) break;
          if (!attributes.read(this.#line, pair, at, false)) return false;
          break;
        }
        case TRACE_ID:
        case SPAN_ID: {
          const id = this.#bytesAt(at + 1, to);
          at = this.#stop;
          if (id < 0 || at - id !== (tag === TRACE_ID ? 16 : 8)) return false;
          if (tag === TRACE_ID) row.traceAt = id;
          else row.spanAt = id;
          break;
        }
        case START:
        case END:
          if (at + 9 > to) return false;
          if (tag === START) row.startAt = at + 1;
          else row.endAt = at + 1;
          at += 9;
          break;
        case KIND:
          if (kind >= 0 || at + 1 >= to || (bytes[at + 1] as number) >= 0x80) return false;
          kind = bytes[at + 1] as number;
          at += 2;
          break;
        case STATUS: {
          const status = this.#bytesAt(at + 1, to);
          at = this.#stop;
          if (status < 0 || row.failed) return false;
          if ((kind < 0 || kind === SERVER) && !this.#readStatus(status, at)) return false;
          break;
        }
        case TRACE_STATE:
          traceState = this.#bytesAt(at + 1, to);
          traceStateEnd = at = this.#stop;
          if (traceState < 0) return false;
          break;
        default:
          at = this.#skip(at, to);
          if (at < 0) return false;
      }
    }
    if (kind !== SERVER) {
      taker.passedOver();
      return true;
    }
    const written = row.write(this.#line, taker);
    if (written > 0) taker.kept(traceState >= 0 && this.#isSampled(traceState, traceStateEnd));
    return written >= 0;
  }

  /** False when it is unusual; without a code, all is well. */
  #readStatus(from: number, to: number): boolean {
    const bytes = this.#bytes;
    if (from === to) return true;
    if (to - from !== 2 || bytes[from] !== STATUS_CODE || (bytes[from + 1] as number) >= 0x80) return false;
    this.#row.failed = bytes[from + 1] === ERROR;
    return true;
  }

  #isSampled(from: number, to: number): boolean {
    return to > from && isHeadSampled(textOf(this.#bytes, from, to) ?? "");
  }

  /** Where the bytes begin whose length stands at `at`, and in #stop where they end; -1 when that is beyond `to`. */
  #bytesAt(at: number, to: number): number {
    const bytes = this.#bytes;
    let length = 0;
    for (let i = at, shift = 0; i < to && shift < 28; i++, shift += 7) {
      const byte = bytes[i] as number;
      length |= (byte & 0x7f) << shift;
      if (byte >= 0x80) continue;
      this.#stop = i + 1 + length;
      return this.#stop <= to ? i + 1 : -1;
    }
    return -1;
  }

  /** Where the field at `at` ends that is not read; -1 when it is malformed or unusual. */
  #skip(at: number, to: number): number {
    const bytes = this.#bytes;
    const tag = bytes[at] as number;
    let value = at + 1;
    if (tag >= 0x80) {
      const more = bytes[at + 1] as number;
      // A number below 16 needs no second byte: one that is written so could be a field that is read.
      if (value >= to || more >= 0x80 || more === 0) return -1;
      value++;
    } else if (tag < 8) return -1;
    const type = tag & 7;
    if (type === 2) return this.#bytesAt(value, to) < 0 ? -1 : this.#stop;
    if (type === 1 || type === 5) {
      const end = value + (type === 1 ? 8 : 4);
      return end <= to ? end : -1;
    }
    if (type !== 0) return -1;
    for (let i = value; i < to && i < value + VARINT_BYTES_MAX; i++) if ((bytes[i] as number) < 0x80) return i + 1;
    return -1;
  }
}

interface Group extends Stretch {
  readonly taker: OtlpTaker | null;
}
