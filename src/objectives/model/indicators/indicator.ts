import { AVAILABILITY, CLASSES, type Goodness, type RequestClass } from "#traffic";
import type { Indicator } from "../objective.ts";
import { fitsFilter, type JudgedRecord } from "./judged-record.ts";
import { type RecordObjective, scopeFilterOf } from "./record-objective.ts";

/** Codes of `Goodness` in tables for hot loops. */
export const GOOD = 0;
export const BAD = 1;
export const EXCLUDED = 2;
const GOODNESS_CODE: Readonly<Record<Goodness, number>> = { good: GOOD, bad: BAD, excluded: EXCLUDED };

/** An indicator that needs to know of a request only its class and its duration. */
export type ClassIndicator = Extract<Indicator, { readonly kind: "availability" | "latency" }>;

/**
 * What an objective makes of one request of kind client: excluded when it does not look at it, else what its indicator
 * says. `rowJudgeOf` is the same for rows of columns, and fast.
 */
export function judgeRequest(objective: RecordObjective, record: JudgedRecord): Goodness {
  const { indicator } = objective;
  if (!fitsFilter(scopeFilterOf(objective), record)) return "excluded";
  if (indicator.kind !== "filters") return judgeClass(indicator, record.requestClass, record.durationUs);
  if (!fitsFilter(indicator.total, record)) return "excluded";
  return fitsFilter(indicator.part, record) === (indicator.counts === "good") ? "good" : "bad";
}

/**
 * What availability or latency makes of a class. `durationUs` is undefined when the source does not tell it; latency
 * then excludes the request, whatever its class.
 */
export function judgeClass(
  indicator: ClassIndicator,
  requestClass: RequestClass,
  durationUs: number | undefined,
): Goodness {
  if (indicator.kind === "availability") return AVAILABILITY[requestClass];
  if (durationUs === undefined) return "excluded";
  const slow = durationUs > indicator.thresholdUs;
  // Who went away after the threshold had waited too long; who went away before tells nothing.
  if (requestClass === "clientAborted") return slow ? "bad" : "excluded";
  if (AVAILABILITY[requestClass] !== "good") return "excluded";
  return slow ? "bad" : "good";
}

/** `judgeClass` as tables by class code: GOOD, BAD or EXCLUDED for a request that is fast enough, too slow, or without a duration. */
export function indicatorTables(indicator: ClassIndicator): {
  readonly fast: Uint8Array;
  readonly slow: Uint8Array;
  readonly unknown: Uint8Array;
} {
  const thresholdUs = indicator.kind === "latency" ? indicator.thresholdUs : 0;
  const table = (durationUs: number | undefined): Uint8Array =>
    Uint8Array.from(CLASSES, (name) => GOODNESS_CODE[judgeClass(indicator, name, durationUs)]);
  return { fast: table(thresholdUs), slow: table(thresholdUs + 1), unknown: table(undefined) };
}
