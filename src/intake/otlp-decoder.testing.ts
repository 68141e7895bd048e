import { RecordColumns } from "#records";
import type { DecoderOptions } from "./model/decoder.ts";
import type { OtlpNames } from "./model/otlp/item-record.ts";
import { MalformedProtobuf } from "./model/otlp/protobuf-fields.ts";
import type { Dropped } from "./model/record.ts";
import { type OtlpBodyTaker, OtlpDecoder } from "./otlp-decoder.ts";
import { type Row, rowOf } from "./scan/ndjson.fixture.ts";

/** What a test saw being made of a body. */
export interface TakenBody {
  readonly rows: Row[];
  readonly drops: Dropped[];
  repeats: number;
  others: number;
  sampled: number;
  /** It is no protobuf. */
  malformed: boolean;
}

/** Names for tests: one API has an address; keys are known by their first letter. */
export const TEST_NAMES: OtlpNames = {
  hasHosts: true,
  apiAt: (host, path) => (host === "api.test:8443" && path.startsWith("/orders") ? "orders" : undefined),
  clientOfKey: (key) => (key.startsWith("k") ? `client of ${key}` : "key:0123"),
};

/** Reads a body of spans, with the scanner or without. */
export function takeBody(body: Uint8Array, options: DecoderOptions, how: "scanned" | "slowly"): TakenBody {
  const decoder = new OtlpDecoder(options, TEST_NAMES);
  const taken: TakenBody = { rows: [], drops: [], repeats: 0, others: 0, sampled: 0, malformed: false };
  const columns = new RecordColumns(1_000, options.live?.redaction.kept);
  const seen = new Set<string>();
  const taker: OtlpBodyTaker = {
    room: () => columns,
    expect: () => undefined,
    isNew: (view, traceAt, spanAt) => {
      const bytes = Buffer.from(view.buffer, view.byteOffset, view.byteLength);
      const id = bytes.toString("hex", traceAt, traceAt + 16) + bytes.toString("hex", spanAt, spanAt + 8);
      return seen.size !== seen.add(id).size;
    },
    kept: (isSampled) => (taken.sampled += Number(isSampled)),
    repeated: () => taken.repeats++,
    passedOver: () => taken.others++,
    dropped: (dropped) => taken.drops.push(dropped),
  };
  try {
    if (how === "slowly") decoder.slowly(body, "traces", taker);
    else decoder.traces(Buffer.concat([body, Buffer.alloc(16, "x")]), body.length, taker);
  } catch (error) {
    if (!(error instanceof MalformedProtobuf)) throw error;
    taken.malformed = true;
  }
  for (let row = 0; row < columns.length; row++) taken.rows.push(rowOf(columns, options, row));
  return taken;
}
