import { appendRecord, refusalOfRecord } from "./append-record.ts";
import type { DecoderOptions } from "./model/decoder.ts";
import type { Attributes } from "./model/otlp/attributes.ts";
import { isHeadSampled } from "./model/otlp/is-head-sampled.ts";
import { itemRecord, type OtlpNames } from "./model/otlp/item-record.ts";
import { jsonGroups } from "./model/otlp/json-groups.ts";
import {
  type OtlpGroup,
  type OtlpItem,
  type OtlpSignal,
  SPAN_ID_BYTES,
  TRACE_ID_BYTES,
} from "./model/otlp/otlp-item.ts";
import { protobufGroups, protobufItem, protobufResource } from "./model/otlp/protobuf-items.ts";
import type { Dropped } from "./model/record.ts";
import { OtlpScanner } from "./scan/otlp.ts";
import type { OtlpTaker } from "./scan/otlp-taker.ts";

/** Who takes what a body holds. */
export interface OtlpBodyTaker extends Omit<OtlpTaker, "unusual" | "unusualResource"> {
  dropped(dropped: Dropped): void;
}

/** Turns OTLP bodies into rows: the scanner where it can, else the plain decoder. One serves all bodies. */
export class OtlpDecoder {
  readonly #options: DecoderOptions;
  readonly #names: OtlpNames;
  readonly #scanner: OtlpScanner;
  readonly #ids = new Uint8Array(TRACE_ID_BYTES + SPAN_ID_BYTES);
  readonly #idsView = new DataView(this.#ids.buffer);

  constructor(options: DecoderOptions, names: OtlpNames) {
    this.#options = options;
    this.#names = names;
    this.#scanner = new OtlpScanner(options, names);
  }

  /** Reads body[0, length) of spans; a scanner may read some bytes behind it. Throws `MalformedProtobuf`. */
  traces(body: Uint8Array, length: number, taker: OtlpBodyTaker): void {
    let resource: Attributes | null = null;
    let resourceOf = -1;
    const resourceAt = (from: number, to: number): Attributes => {
      if (resource === null || resourceOf !== from) resource = protobufResource(body.subarray(from, to));
      resourceOf = from;
      return resource;
    };
    const scanned: OtlpTaker = {
      room: () => taker.room(),
      expect: (view, traceAt, spanAt) => taker.expect(view, traceAt, spanAt),
      isNew: (view, traceAt, spanAt) => taker.isNew(view, traceAt, spanAt),
      kept: (isSampled) => taker.kept(isSampled),
      repeated: () => taker.repeated(),
      passedOver: () => taker.passedOver(),
      unusualResource: (from, to) => void resourceAt(from, to),
      unusual: (from, to, group) => {
        const item = protobufItem(body.subarray(from, to), "traces");
        this.#take(item, { resource: resourceAt(group.from, group.to), signal: "traces" }, taker);
      },
    };
    try {
      if (!this.#scanner.scan(body, length, scanned)) this.slowly(body.subarray(0, length), "traces", taker);
    } finally {
      this.#scanner.settle();
    }
  }

  /** The same without a scanner, for spans and log records. */
  slowly(body: Uint8Array, signal: OtlpSignal, taker: OtlpBodyTaker): void {
    this.#takeAll(protobufGroups(body, signal), signal, taker);
  }

  /** Reads a body in the JSON encoding. Throws `MalformedOtlpJson`. */
  json(text: string, signal: OtlpSignal, taker: OtlpBodyTaker): void {
    this.#takeAll(jsonGroups(text, signal), signal, taker);
  }

  #takeAll(groups: readonly OtlpGroup[], signal: OtlpSignal, taker: OtlpBodyTaker): void {
    for (const { resource, items } of groups) for (const item of items) this.#take(item, { resource, signal }, taker);
  }

  #take(item: OtlpItem, { resource, signal }: Sent, taker: OtlpBodyTaker): void {
    const record = itemRecord(item, resource, { signal, names: this.#names });
    if (record === null) {
      taker.passedOver();
      return;
    }
    const refused = "drop" in record ? record : refusalOfRecord(record, this.#options);
    if (refused !== null) {
      taker.dropped(refused);
      return;
    }
    const columns = taker.room();
    if (columns === null || "drop" in record) return;
    if (!this.#isNew(item, taker)) {
      taker.repeated();
      return;
    }
    const dropped = appendRecord(record, this.#options, columns);
    if (dropped === null) taker.kept(isHeadSampled(item.traceState));
    else taker.dropped(dropped);
  }

  #isNew({ traceId, spanId }: OtlpItem, taker: OtlpBodyTaker): boolean {
    if (traceId === null || spanId === null) return true;
    this.#ids.set(traceId);
    this.#ids.set(spanId, TRACE_ID_BYTES);
    return taker.isNew(this.#idsView, 0, TRACE_ID_BYTES);
  }
}

interface Sent {
  readonly resource: Attributes;
  readonly signal: OtlpSignal;
}
