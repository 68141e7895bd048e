import { DAY_MS, parseDurationMs, parsePercent, Refusal } from "#kernel";
import { GRID_MS } from "../engine/windows.ts";
import { type BudgetingMethod, OCCURRENCES } from "../objective.ts";

const TIMESLICES = /^timeslices of (.+) good at (.+)$/;
const RATIO_TIMESLICES = /^ratio timeslices of (.+)$/;

/** "occurrences"; "timeslices of 1m good at 95%"; "ratio timeslices of 1m". A slice is a multiple of 10 s, at most a day. */
export function methodOf(text: string): BudgetingMethod {
  if (text === "occurrences") return OCCURRENCES;
  const [, slice, target] = TIMESLICES.exec(text) ?? [];
  if (slice !== undefined && target !== undefined) {
    return { kind: "Timeslices", sliceMs: sliceOf(slice), sliceTargetPpm: sliceTargetOf(target) };
  }
  const [, ratioSlice] = RATIO_TIMESLICES.exec(text) ?? [];
  if (ratioSlice !== undefined) return { kind: "RatioTimeslices", sliceMs: sliceOf(ratioSlice) };
  throw new Refusal(
    "invalid",
    "objective.method-unknown",
    `method: "${text}" is none of: occurrences, timeslices of 1m good at 95%, ratio timeslices of 1m.`,
  );
}

function sliceOf(text: string): number {
  const sliceMs = parseDurationMs(text);
  if (sliceMs % GRID_MS === 0 && sliceMs <= DAY_MS) return sliceMs;
  throw new Refusal(
    "invalid",
    "objective.slice-off-grid",
    `A time slice of "${text}" is not a multiple of 10 s up to a day.`,
  );
}

function sliceTargetOf(text: string): number {
  const ppm = parsePercent(text);
  if (ppm > 0) return ppm;
  throw new Refusal(
    "invalid",
    "objective.slice-target-zero",
    "A slice that is good at 0% is always good. Choose more, such as 95%.",
  );
}
