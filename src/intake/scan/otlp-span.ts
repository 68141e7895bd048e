import { textOf } from "#kernel";
import { isHeadSampled } from "../model/otlp/is-head-sampled.ts";
import type { LineBytes } from "./line-bytes.ts";
import type { OtlpAttributes } from "./otlp-attributes.ts";
import type { OtlpRow } from "./otlp-row.ts";
import type { OtlpTaker } from "./otlp-taker.ts";
import type { ProtobufBytes } from "./protobuf-bytes.ts";

/** Tags: the number of a field times eight, and how its value is written (0 varint, 1 eight bytes, 2 length and bytes). */
const TRACE_ID = 0x0a;
const SPAN_ID = 0x12;
const TRACE_STATE = 0x1a;
const KIND = 0x30;
const START = 0x39;
const END = 0x41;
const ATTRIBUTE = 0x4a;
const STATUS = 0x7a;
const STATUS_CODE = 0x18;

/** Tag and length of both ids, as little-endian words, and the bytes of all of it. */
const TRACE_HEAD = 0x100a;
const SPAN_HEAD = 0x0812;
export const IDS_BYTES = 28;

/** The same of a parent's id; the tag of a name; kind and the bytes of kind, start and end; the flags. */
const PARENT_HEAD = 0x0822;
const NAME = 0x2a;
const SERVER_KIND = 0x0230;
const TIMES_BYTES = 20;
const FLAGS_HEAD = 0x0185;
/** Tags of the counts of what was left out. */
const FIRST_COUNT = 0x50;
const LAST_COUNT = 0x70;
const COUNT_STEP = 0x10;
/** A status of nothing but a code below 128. */
const SHORT_STATUS = 0x0018027a;
const SHORT_STATUS_MASK = 0x80ffffff | 0;

/** The kind of a server's span, and the code of a status that is an error. */
const SERVER = 2;
const ERROR = 2;

/** What the reader of a span works with. */
interface OtlpSpanParts {
  /** The body. */
  readonly line: LineBytes;
  readonly protobuf: ProtobufBytes;
  readonly attributes: OtlpAttributes;
  readonly row: OtlpRow;
}

/** Reads one span of a body. The fields of a server's span that come in the order of all SDKs are read without a look for each tag. */
export class OtlpSpan {
  readonly #line: LineBytes;
  readonly #protobuf: ProtobufBytes;
  readonly #attributes: OtlpAttributes;
  readonly #row: OtlpRow;

  constructor({ line, protobuf, attributes, row }: OtlpSpanParts) {
    this.#line = line;
    this.#protobuf = protobuf;
    this.#attributes = attributes;
    this.#row = row;
  }

  /** The span at [from, to). False, with nothing done, when it is unusual. */
  read(from: number, to: number, taker: OtlpTaker): boolean {
    const bytes = this.#protobuf.bytes;
    const row = this.#row;
    const attributes = this.#attributes;
    let kind = -1;
    let traceState = -1;
    let traceStateEnd = -1;
    attributes.beginSpan();
    row.begin();
    let at = from;
    if (from + IDS_BYTES <= to && areIdsAt(this.#line.view, from)) {
      row.traceAt = from + 2;
      row.spanAt = from + 20;
      at = this.#afterName(from + IDS_BYTES);
      if (at + TIMES_BYTES <= to && this.#isTimedServer(at)) {
        kind = SERVER;
        row.startAt = at + 3;
        row.endAt = at + 12;
        at = attributes.readOwn(this.#line, at + TIMES_BYTES, to);
        if (at < 0) return false;
        at = this.#afterCounts(at, to);
      }
      if (at > to) return false;
    }
    while (at < to) {
      const tag = bytes[at] as number;
      switch (tag) {
        case ATTRIBUTE:
          at = kind < 0 || kind === SERVER ? attributes.readOwn(this.#line, at, to) : this.#protobuf.endOfField(at, to);
          if (at < 0) return false;
          break;
        case TRACE_ID:
        case SPAN_ID: {
          const id = this.#protobuf.bytesAt(at + 1, to);
          at = this.#protobuf.stop;
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
          const status = this.#protobuf.bytesAt(at + 1, to);
          at = this.#protobuf.stop;
          if (status < 0 || row.failed) return false;
          if ((kind < 0 || kind === SERVER) && !this.#readStatus(status, at)) return false;
          break;
        }
        case TRACE_STATE:
          traceState = this.#protobuf.bytesAt(at + 1, to);
          traceStateEnd = at = this.#protobuf.stop;
          if (traceState < 0) return false;
          break;
        default:
          at = this.#protobuf.endOfField(at, to);
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

  /** Where the span goes on behind its parent's id and its name, most often both short; beyond its end when it is damaged. */
  #afterName(from: number): number {
    const { view } = this.#line;
    const at = view.getUint16(from, true) === PARENT_HEAD ? from + 10 : from;
    const named = view.getUint16(at, true);
    return (named & 0x80ff) === NAME ? at + 2 + (named >>> 8) : at;
  }

  /** Whether kind, start and end of a server's span stand there one after the other. */
  #isTimedServer(at: number): boolean {
    const { view } = this.#line;
    return (
      view.getUint16(at, true) === SERVER_KIND && view.getUint8(at + 2) === START && view.getUint8(at + 11) === END
    );
  }

  /** Where the span goes on behind the counts, the status and the flags that follow its attributes, as far as they do. */
  #afterCounts(from: number, to: number): number {
    const { view } = this.#line;
    let at = from;
    for (let tag = FIRST_COUNT; tag <= LAST_COUNT; tag += COUNT_STEP) {
      if (at + 2 <= to && (view.getUint16(at, true) & 0x80ff) === tag) at += 2;
    }
    if (at + 4 <= to && (view.getInt32(at, true) & SHORT_STATUS_MASK) === SHORT_STATUS) {
      this.#row.failed = view.getUint8(at + 3) === ERROR;
      at += 4;
    }
    return at + 6 <= to && view.getUint16(at, true) === FLAGS_HEAD ? at + 6 : at;
  }

  /** False when it is unusual; without a code, all is well. */
  #readStatus(from: number, to: number): boolean {
    const bytes = this.#protobuf.bytes;
    if (from === to) return true;
    if (to - from !== 2 || bytes[from] !== STATUS_CODE || (bytes[from + 1] as number) >= 0x80) return false;
    this.#row.failed = bytes[from + 1] === ERROR;
    return true;
  }

  #isSampled(from: number, to: number): boolean {
    return to > from && isHeadSampled(textOf(this.#protobuf.bytes, from, to) ?? "");
  }
}

/** Whether a span begins as most do: with a trace id of 16 bytes and a span id of 8. */
export function areIdsAt(view: DataView, at: number): boolean {
  return view.getUint16(at, true) === TRACE_HEAD && view.getUint16(at + 18, true) === SPAN_HEAD;
}
