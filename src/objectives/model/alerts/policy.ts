import { type BudgetingMethod, type Objective, type ObjectiveWindow, OCCURRENCES, periodMsOf } from "../objective.ts";
import { Guard } from "./guard.ts";
import type { AlertPair } from "./pair.ts";
import { DEFAULT_PAIRS, type LeftOut, pairsFor, type Promised } from "./pairs.ts";
import { Threshold } from "./threshold.ts";

/** A pair as an engine evaluates it. Windows are indexes in the engine's list. */
export interface PairRule {
  readonly pair: AlertPair;
  readonly threshold: Threshold;
  readonly guard: Guard;
  /** Parts of one valid unit that can be bad: 1, or 1e9 for RatioTimeslices. */
  readonly unit: number;
  readonly long: number;
  readonly short: number;
}

/** What all objectives with one target, window, method and list of pairs have in common. */
export interface Policy {
  readonly targetPpm: number;
  readonly window: ObjectiveWindow;
  readonly method: BudgetingMethod;
  /** Parts of one valid unit that can be bad: 1, or 1e9 for RatioTimeslices. */
  readonly unit: number;
  /** Nominal, for a calendar window. */
  readonly periodMs: number;
  /** Index of the window in the engine's list. */
  readonly period: number;
  /** Also those that cannot be reached: they never begin. So a rule keeps its index when the target changes. */
  readonly rules: readonly PairRule[];
  /** The longest short window, which holds all others; null without rules. */
  readonly widestShort: number | null;
  readonly leftOut: readonly LeftOut[];
}

/** Errors of a ratio slice are counted in these parts. */
export const RATIO_UNIT = 1_000_000_000;

/** All windows that these need: rolling ones ascending by length, then calendar ones; one that several share is there once. */
export function windowsOf(promised: Iterable<Promised>, slotMs: number): ObjectiveWindow[] {
  const lengths = new Set<number>();
  const calendars = new Map<string, ObjectiveWindow>();
  for (const one of promised) {
    if (one.window.kind === "rolling") lengths.add(one.window.lengthMs);
    else calendars.set(keyOf(one.window), one.window);
    for (const pair of ruledPairs(one, pairsFor(one, slotMs).leftOut)) lengths.add(pair.longMs).add(pair.shortMs);
  }
  const rolling = [...lengths].toSorted((a, b) => a - b);
  return [...rolling.map((lengthMs) => ({ kind: "rolling", lengthMs }) as const), ...calendars.values()];
}

/** The policy of an objective, its windows looked up in `windows`. Refuses what `pairsFor` refuses. */
function policyFor(promised: Promised, windows: readonly ObjectiveWindow[], slotMs: number): Policy {
  const { targetPpm, window, method = OCCURRENCES } = promised;
  const { leftOut } = pairsFor(promised, slotMs);
  const periodMs = periodMsOf(window);
  const unit = method.kind === "RatioTimeslices" ? RATIO_UNIT : 1;
  const rollingIndex = (lengthMs: number): number => indexOf(windows, { kind: "rolling", lengthMs });
  const rules = ruledPairs(promised, leftOut).map((pair) => {
    const threshold = new Threshold(pair, { targetPpm, periodMs, unit });
    const guard = new Guard(threshold.ratio);
    return { pair, threshold, guard, unit, long: rollingIndex(pair.longMs), short: rollingIndex(pair.shortMs) };
  });
  // Lengths ascend, so the greatest index is the longest window.
  const widestShort = rules.length === 0 ? null : Math.max(...rules.map(({ short }) => short));
  return { targetPpm, window, method, unit, periodMs, period: indexOf(windows, window), rules, widestShort, leftOut };
}

/** One policy for each distinct promise, by objective: a hundred thousand objectives share a handful. */
export function sharedPolicies(
  objectives: readonly Objective[],
  windows: readonly ObjectiveWindow[],
  slotMs: number,
): Policy[] {
  const shared = new Map<string, Policy>();
  return objectives.map((objective) => {
    const { targetPpm, window, method, pairs } = objective;
    const key = JSON.stringify([targetPpm, window, method, pairs]);
    const policy = shared.get(key) ?? policyFor(objective, windows, slotMs);
    shared.set(key, policy);
    return policy;
  });
}

/** All pairs that are used at some target, in their order. */
function ruledPairs({ pairs = DEFAULT_PAIRS }: Promised, leftOut: readonly LeftOut[]): AlertPair[] {
  const never = new Set(leftOut.flatMap(({ pair, why }) => (why === "unreachable" ? [] : [pair])));
  return pairs.filter((pair) => !never.has(pair));
}

function indexOf(windows: readonly ObjectiveWindow[], window: ObjectiveWindow): number {
  const key = keyOf(window);
  return windows.findIndex((other) => keyOf(other) === key);
}

function keyOf(window: ObjectiveWindow): string {
  return JSON.stringify(window);
}
