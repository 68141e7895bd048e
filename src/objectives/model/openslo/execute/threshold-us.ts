import type { ObjectivePart } from "../objective-part.ts";
import type { At } from "./at.ts";
import type { Execution } from "./execution.ts";
import { scaled } from "./scaled.ts";

const US_PLACES = 3;
const US_MAX = 1_000_000_000_000_000;

/** The part of an objective that says what to compare with. */
interface ComparedEntry {
  readonly entry: ObjectivePart;
  readonly entryAt: At;
}

/** The longest duration (µs) that is good, by `op` and `value` (ms) of an objective; undefined after a fault. */
export function thresholdUsOf({ entry, entryAt }: ComparedEntry, execution: Execution): number | undefined {
  const { op, value } = entry;
  if (op === undefined || op === "" || value === undefined) {
    const missing = value === undefined ? "value" : "op";
    execution.fault(
      entryAt,
      `${missing} is missing: a duration is good when it is at most a value. Write op: lte, value: 300 (ms).`,
    );
    return undefined;
  }
  if (op !== "lte" && op !== "lt") {
    execution.fault(
      entryAt.under("op"),
      `${op} would call slow requests good: durations are compared with lte (or lt). Write op: lte.`,
    );
    return undefined;
  }
  const us = scaled(value, US_PLACES);
  // Durations are whole microseconds: less than one is at most the one before.
  const thresholdUs = us === undefined || op === "lte" ? us : us - 1;
  if (thresholdUs !== undefined && thresholdUs >= 0 && thresholdUs < US_MAX) return thresholdUs;
  execution.fault(
    entryAt.under("value"),
    `${value.text} is no number of milliseconds with at most three decimals (one µs) from 0 to below 1e12. Write for example 300.`,
  );
  return undefined;
}
