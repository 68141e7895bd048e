import { DAY_MS, HOUR_MS, MINUTE_MS, PPM, Refusal } from "#kernel";
import type { Urgency } from "../results.ts";

/** "`budgetPpm` of the error budget within `longMs`": the short window says that it still goes on. */
export interface AlertPair {
  readonly urgency: Urgency;
  readonly budgetPpm: number;
  readonly longMs: number;
  readonly shortMs: number;
}

/** Google, The Site Reliability Workbook, chapter 5, table 5-8; the short window is a twelfth of the long one. */
export const DEFAULT_PAIRS: readonly AlertPair[] = [
  { urgency: "page", budgetPpm: 20_000, longMs: HOUR_MS, shortMs: 5 * MINUTE_MS },
  { urgency: "page", budgetPpm: 50_000, longMs: 6 * HOUR_MS, shortMs: 30 * MINUTE_MS },
  { urgency: "ticket", budgetPpm: 100_000, longMs: DAY_MS, shortMs: 2 * HOUR_MS },
  { urgency: "ticket", budgetPpm: 100_000, longMs: 3 * DAY_MS, shortMs: 6 * HOUR_MS },
];

/**
 * Why a default pair is not used: `longerThanPeriod` (its long window exceeds the objective's), `tooSlow` (a factor
 * below 0.9 would fire on what the budget allows), `unreachable` (not even an error ratio of 100 % exceeds it).
 */
export type LeftOutReason = "longerThanPeriod" | "tooSlow" | "unreachable";

/** A default pair that an objective goes without. */
export interface LeftOut {
  readonly pair: AlertPair;
  readonly factor: number;
  readonly why: LeftOutReason;
}

/** The default pairs that make sense for this target and period, and those left out, in the order of the table. */
export function pairsFor(
  targetPpm: number,
  periodMs: number,
): { readonly pairs: readonly AlertPair[]; readonly leftOut: readonly LeftOut[] } {
  if (targetPpm >= PPM) throw new Refusal("invalid", "objective.target-without-budget", WITHOUT_BUDGET);
  const pairs: AlertPair[] = [];
  const leftOut: LeftOut[] = [];
  for (const pair of DEFAULT_PAIRS) {
    const why = whyLeftOut(pair, targetPpm, periodMs);
    if (why === null) pairs.push(pair);
    else leftOut.push({ pair, factor: factorOf(pair, periodMs), why });
  }
  return { pairs, leftOut };
}

/** The burn rate that spends the pair's share of the budget in its long window: p · P / L, divided once. */
export function factorOf(pair: AlertPair, periodMs: number): number {
  return (pair.budgetPpm * periodMs) / (pair.longMs * PPM);
}

const FACTOR_LEAST = 0.9;
const WITHOUT_BUDGET =
  "A target of 100 % leaves no error budget: the first bad request would miss it for the whole window, and no burn rate can be computed. " +
  "Choose the highest target that you would still defend, such as 99.99%.";

function whyLeftOut(pair: AlertPair, targetPpm: number, periodMs: number): LeftOutReason | null {
  if (pair.longMs > periodMs) return "longerThanPeriod";
  const factor = factorOf(pair, periodMs);
  if (factor < FACTOR_LEAST) return "tooSlow";
  return factor * (PPM - targetPpm) >= PPM ? "unreachable" : null;
}
