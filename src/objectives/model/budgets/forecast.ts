import { ceilTo, PPM } from "#kernel";
import { GRID_MS, stepOf, windowFrom } from "../engine/windows.ts";
import type { ForecastResult } from "../results.ts";
import { type BudgetTerms, budgetOf } from "./budget.ts";
import type { PastBucket, PastSum } from "./past-counts.ts";

/** How fast requests (or slices) come, and how many of them are bad. */
export interface Pace extends PastSum {
  /** The length of time that gives it its name: a day, or what was observed. */
  readonly paceMs: number;
  /** What was watched of it, more than 0: the counts came in this time. */
  readonly watchedMs: number;
}

/** The period whose budget is spent. */
export type ForecastPeriod =
  /** `observedMs`: how much of the length was observed, more than 0 and at most all. */
  | { readonly kind: "rolling"; readonly lengthMs: number; readonly observedMs: number }
  /** `end`: when the calendar period ends. */
  | { readonly kind: "calendar"; readonly end: number };

/** What a forecast is made from. All counts are whole numbers in the unit of the budget. */
export interface ForecastTerms extends BudgetTerms {
  readonly at: number;
  readonly period: ForecastPeriod;
  /** What lies in the window at `at`; its buckets are no longer than the step of a rolling window. */
  readonly past: readonly PastBucket[];
  readonly pace: Pace;
}

/**
 * When the budget is gone at the pace given. The budget is that of the whole period: e × the valid requests of a
 * rolling window (while it is partial, times length ÷ observed); e × (valid so far + pace × rest) of a calendar one.
 * Nothing is ever gone where there is no traffic: null.
 * - `goneAt`: bad + pace · t reaches that, computed exactly and rounded up to the grid of 10 s; `at` when it is
 *   reached already; null when that is not before the calendar period ends, or less than the rolling window ahead.
 * - `goneAtRollOff`: the first step of the rolling window (an hour from 3 days on) at which it is exhausted if the
 *   pace goes on and the past leaves it. From one length on only the pace is left, so the walk ends there.
 */
export function forecastOf(terms: ForecastTerms): ForecastResult {
  const { pace, period } = terms;
  return {
    paceMs: pace.paceMs,
    paceBurnRate: budgetOf(terms, pace.valid, pace.bad).burnRate,
    goneAt: goneAt(terms),
    goneAtRollOff: period.kind === "rolling" ? goneAtRollOff(terms, period) : null,
  };
}

/** Valid requests of a whole calendar period if the pace goes on for the rest of it, ms: so far + pace × rest; not rounded. */
export function projectedValid(valid: number, pace: Pace, restMs: number): number {
  return valid + (pace.valid * restMs) / pace.watchedMs;
}

function goneAt(terms: ForecastTerms): number | null {
  const { at, period, pace } = terms;
  const left = leftOf(terms);
  if (left.none) return null;
  if (left.parts <= 0n) return at;
  if (pace.bad <= 0) return null;
  const ms = ceilDivided(left.parts * BigInt(pace.watchedMs), left.per * BigInt(pace.bad));
  const end = period.kind === "rolling" ? at + period.lengthMs : period.end;
  const gone = ceilTo(at + Number(ms), GRID_MS);
  return gone < end ? gone : null;
}

/** What is left of the whole period's budget, as an exact fraction of bad parts; `none` = there is no budget, as there is no traffic. */
interface Left {
  readonly parts: bigint;
  readonly per: bigint;
  readonly none: boolean;
}

function leftOf({ targetPpm, unit = 1, at, period, past, pace }: ForecastTerms): Left {
  const { valid, bad } = sumOf(past);
  const budget = BigInt(PPM - targetPpm) * BigInt(unit);
  if (period.kind === "rolling") {
    const per = BigInt(PPM) * BigInt(period.observedMs);
    return { parts: budget * BigInt(valid) * BigInt(period.lengthMs) - BigInt(bad) * per, per, none: valid === 0 };
  }
  const per = BigInt(PPM) * BigInt(pace.watchedMs);
  const projected = BigInt(valid) * BigInt(pace.watchedMs) + BigInt(pace.valid) * BigInt(period.end - at);
  return { parts: budget * projected - BigInt(bad) * per, per, none: projected === 0n };
}

function goneAtRollOff(
  terms: ForecastTerms,
  { lengthMs, observedMs }: Extract<ForecastPeriod, { kind: "rolling" }>,
): number | null {
  const { at, past } = terms;
  const stepMs = stepOf(lengthMs);
  const end = ceilTo(at + lengthMs, stepMs);
  let { valid, bad } = sumOf(past);
  let oldest = 0;
  for (let then = at; then <= end; then = ceilTo(then + 1, stepMs)) {
    const from = windowFrom(then, lengthMs);
    for (let first = past[oldest]; first !== undefined && first.start < from; first = past[++oldest]) {
      valid -= first.valid;
      bad -= first.bad;
    }
    const share = { observedMs: Math.min(lengthMs, observedMs + then - at), lengthMs };
    if (isGone(terms, { valid, bad, aheadMs: then - at }, share)) return then;
  }
  return null;
}

/** Whether what is left of the past, with the pace for `aheadMs`, uses up the whole window's budget. Not when nothing is valid. */
function isGone(
  { targetPpm, unit = 1, pace }: ForecastTerms,
  { valid, bad, aheadMs }: PastSum & { readonly aheadMs: number },
  { observedMs, lengthMs }: { readonly observedMs: number; readonly lengthMs: number },
): boolean {
  const then = (past: number, paced: number): bigint =>
    BigInt(past) * BigInt(pace.watchedMs) + BigInt(paced) * BigInt(aheadMs);
  const thenValid = then(valid, pace.valid);
  const allowed = BigInt(PPM - targetPpm) * BigInt(unit) * thenValid * BigInt(lengthMs);
  return thenValid > 0n && then(bad, pace.bad) * BigInt(PPM) * BigInt(observedMs) >= allowed;
}

function sumOf(past: readonly PastBucket[]): PastSum {
  return past.reduce((sum, one) => ({ valid: sum.valid + one.valid, bad: sum.bad + one.bad }), { valid: 0, bad: 0 });
}

function ceilDivided(parts: bigint, per: bigint): bigint {
  return (parts + per - 1n) / per;
}
