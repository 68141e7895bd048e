import type { WideField } from "#records";
import type { LiveOperations } from "./live-operations.ts";
import type { Redaction } from "./redaction.ts";

/** What only a server asks of a decoder: whose records it takes, and which texts are kept of them. */
export interface LiveDecoding {
  readonly taken: TakenApis;
  /** Says which texts are kept (`columns.wide` has columns for the same ones), and changes what must not be. */
  readonly redaction: Redaction;
  /** Counts, by field, the texts that were longer than WIDE_BYTES_MAX allows and were left out of their record. */
  readonly leftOut: Map<WideField, number>;
  /** Which documents name operations; without it all are guessed. */
  readonly operations?: LiveOperations;
  /**
   * Whom a key that a line holds stands for; undefined: for nobody that is known. Asked once for each record that is
   * kept, as it may count how often a key is used. Without it, keys are shown by their hash.
   */
  readonly holderOf?: (key: string) => string | undefined;
}

/** Whose records are taken. It may change while a decoder runs. */
export interface TakenApis {
  /** Another number whenever an answer may have changed: what was remembered of earlier answers is forgotten then. */
  readonly revision: number;
  /** Why records of the API are dropped; null when they are taken. "" is a record that names no API. */
  refusalOf(api: string): "unknownApi" | "notTheSource" | null;
}

/** Bytes (UTF-8) of a text that is kept. Of a record with a longer one the rest is kept, and the text is counted. */
export const WIDE_BYTES_MAX: Readonly<Record<WideField, number>> = {
  traceId: 64,
  requestId: 128,
  path: 2_048,
  ip: 64,
  userAgent: 512,
};
