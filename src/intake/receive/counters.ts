import { DROP_REASONS, type DropReason } from "../model/record.ts";
import type { WideField } from "#records";

/** What came in over HTTP since the start, in plain numbers, for /metrics. */
export class IntakeCounters {
  /** Bodies that were answered with 200, repeats apart. */
  bodies = 0;
  /** Repeats of a key that got the first answer again. */
  repeats = 0;
  /** Requests that were refused, by status. */
  readonly refused = new Map<number, number>();
  /** Requests whose client went away before they were whole. */
  aborted = 0;
  /** Bodies being read or waited for now. */
  inFlight = 0;
  /** Bytes of bodies as they were sent, and when decompressed. */
  receivedBytes = 0;
  decodedBytes = 0;
  /** Lines of bodies that were answered with 200: lines = kept + all dropped. */
  lines = 0;
  kept = 0;
  readonly dropped = Object.fromEntries(DROP_REASONS.map((reason) => [reason, 0])) as Record<DropReason, number>;
  /** Texts that were too long and were left out of their record, by field. */
  readonly leftOut = new Map<WideField, number>();
  /** Time spent reading lines; and waiting until records were durable, summed over bodies that wait side by side. */
  decodeMs = 0;
  durableMs = 0;
}
