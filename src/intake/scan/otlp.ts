import type { DecoderOptions } from "../model/decoder.ts";
import type { OtlpNames } from "../model/otlp/item-record.ts";
import { LineBytes } from "./line-bytes.ts";
import { OtlpAttributes } from "./otlp-attributes.ts";
import { OtlpRow } from "./otlp-row.ts";
import { areIdsAt, IDS_BYTES, OtlpSpan } from "./otlp-span.ts";
import type { OtlpTaker, Stretch } from "./otlp-taker.ts";
import { ProtobufBytes } from "./protobuf-bytes.ts";
import { PADDING } from "./words.ts";

/** The tag of a first and of a second field whose value is bytes. */
const FIRST_BYTES = 0x0a;
const SECOND_BYTES = 0x12;
/** Spans that are told ahead: as many as are still in the nearest cache when they are read. */
const EXPECTED = 32;

/**
 * Reads the ordinary spans of an `ExportTraceServiceRequest` from its bytes to columns, without an object or a string for
 * a span. What is unusual (an attribute twice, text beyond printable ASCII, numbers as text, an instant that is not
 * believed, an API that is not taken) is left to the slow path, which alone drops.
 */
export class OtlpScanner {
  readonly #line = new LineBytes();
  readonly #attributes = new OtlpAttributes();
  readonly #row: OtlpRow;
  readonly #protobuf = new ProtobufBytes();
  readonly #span: OtlpSpan;
  #isResourceUnusual = false;

  constructor(options: DecoderOptions, names: OtlpNames) {
    this.#row = new OtlpRow(options, names, this.#attributes);
    this.#span = new OtlpSpan({
      line: this.#line,
      protobuf: this.#protobuf,
      attributes: this.#attributes,
      row: this.#row,
    });
  }

  /**
   * Reads body[0, length), behind which PADDING bytes can be read. False, with nothing done, when the frame around the
   * spans is unusual.
   */
  scan(body: Uint8Array, length: number, taker: OtlpTaker): boolean {
    if (length + PADDING > body.length || !this.#line.take(body, 0, length)) return false;
    this.#protobuf.bytes = this.#line.bytes;
    if (!this.#groups(length, taker, true)) return false;
    this.#groups(length, taker, false);
    return true;
  }

  /** Writes what was put off: to be called before anybody reads rows. */
  settle(): void {
    this.#row.settle();
  }

  /** Looks whether the frame is an ordinary one, or, after that, reads what is in it. */
  #groups(end: number, taker: OtlpTaker, isLook: boolean): boolean {
    for (let at = 0; at < end;) {
      if (this.#protobuf.bytes[at] === FIRST_BYTES) {
        const from = this.#protobuf.bytesAt(at + 1, end);
        const to = this.#protobuf.stop;
        if (from < 0 || !this.#group(from, to, taker, isLook)) return false;
        at = to;
      } else if ((at = this.#protobuf.endOfField(at, end)) < 0) return false;
    }
    return true;
  }

  #group(from: number, to: number, taker: OtlpTaker, isLook: boolean): boolean {
    if (!isLook) this.#readResource(from, to, taker);
    for (let at = from; at < to;) {
      if (this.#protobuf.bytes[at] === SECOND_BYTES) {
        const scope = this.#protobuf.bytesAt(at + 1, to);
        const end = this.#protobuf.stop;
        if (scope < 0 || (isLook && !this.#look(scope, end))) return false;
        if (!isLook) this.#scope(scope, end, { taker, from, to });
        at = end;
      } else if ((at = this.#protobuf.endOfField(at, to)) < 0) return false;
    }
    return true;
  }

  #readResource(from: number, to: number, taker: OtlpTaker): void {
    this.#attributes.beginResource();
    this.#row.beginResource();
    this.#isResourceUnusual = false;
    for (let at = from; at < to;) {
      const isResource = this.#protobuf.bytes[at] === FIRST_BYTES;
      const resource = this.#protobuf.bytesAt(at + 1, to);
      const end = this.#protobuf.stop;
      if (isResource && !this.#readAttributes(resource, end)) this.#isResourceUnusual = true;
      at = isResource ? end : this.#protobuf.endOfField(at, to);
    }
    if (this.#isResourceUnusual) taker.unusualResource(from, to);
  }

  #readAttributes(from: number, to: number): boolean {
    for (let at = from; at < to;) {
      at =
        this.#protobuf.bytes[at] === FIRST_BYTES
          ? this.#attributes.readResource(this.#line, at, to)
          : this.#protobuf.endOfField(at, to);
      if (at < 0) return false;
    }
    return true;
  }

  /** Whether the frame of the spans of a scope is an ordinary one. */
  #look(from: number, to: number): boolean {
    for (let at = from; at < to;) {
      if (this.#protobuf.bytes[at] !== SECOND_BYTES) at = this.#protobuf.endOfField(at, to);
      else at = this.#protobuf.bytesAt(at + 1, to) < 0 ? -1 : this.#protobuf.stop;
      if (at < 0) return false;
    }
    return true;
  }

  /** Reads the spans of a scope, whose frame is an ordinary one. */
  #scope(from: number, to: number, group: Group): void {
    const { taker } = group;
    let expected = from;
    for (let at = from; at < to;) {
      if (at >= expected) expected = this.#expect(at, to, taker);
      if (this.#protobuf.bytes[at] === SECOND_BYTES) {
        const span = this.#protobuf.bytesAt(at + 1, to);
        const end = this.#protobuf.stop;
        if (this.#isResourceUnusual || !this.#span.read(span, end, taker)) {
          this.#row.settleRows();
          taker.unusual(span, end, group);
        }
        at = end;
      } else at = this.#protobuf.endOfField(at, to);
    }
  }

  /** Tells which spans come next, those that begin as most do: where the first one stands that was not looked at. */
  #expect(from: number, to: number, taker: OtlpTaker): number {
    const { view } = this.#line;
    let at = from;
    for (let i = 0; i < EXPECTED && at < to; i++) {
      if (this.#protobuf.bytes[at] === SECOND_BYTES) {
        const span = this.#protobuf.bytesAt(at + 1, to);
        at = this.#protobuf.stop;
        if (span + IDS_BYTES <= at && areIdsAt(view, span)) taker.expect(view, span + 2, span + 20);
      } else at = this.#protobuf.endOfField(at, to);
    }
    return at;
  }
}

interface Group extends Stretch {
  readonly taker: OtlpTaker;
}
