import { Guard } from "./guard.ts";
import { type AlertPair, type LeftOut, pairsFor } from "./pairs.ts";
import { Threshold } from "./threshold.ts";

/** A pair as an engine evaluates it. Windows are indexes in the engine's list. */
export interface PairRule {
  readonly pair: AlertPair;
  readonly threshold: Threshold;
  readonly guard: Guard;
  readonly long: number;
  readonly short: number;
}

/** What all objectives with one target and one period have in common. */
export interface Policy {
  readonly targetPpm: number;
  readonly periodMs: number;
  /** Index of the period in the engine's list of windows. */
  readonly period: number;
  readonly rules: readonly PairRule[];
  /** The longest short window, which holds all others; null without rules. */
  readonly widestShort: number | null;
  readonly leftOut: readonly LeftOut[];
}

/** A target and a period: all that a policy is made from. */
export interface Promised {
  readonly targetPpm: number;
  readonly windowMs: number;
}

/** The lengths of all windows that these need, ascending; a window that several share is there once. */
export function windowLengths(promised: Iterable<Promised>): number[] {
  const lengths = new Set<number>();
  for (const { targetPpm, windowMs } of promised) {
    lengths.add(windowMs);
    for (const pair of pairsFor(targetPpm, windowMs).pairs) lengths.add(pair.longMs).add(pair.shortMs);
  }
  return [...lengths].toSorted((a, b) => a - b);
}

/** The policy for a target and a period, its windows looked up in `lengths`. Refuses a target of 100 %. */
export function policyFor({ targetPpm, windowMs }: Promised, lengths: readonly number[]): Policy {
  const { pairs, leftOut } = pairsFor(targetPpm, windowMs);
  const rules = pairs.map((pair) => {
    const threshold = new Threshold(pair, targetPpm, windowMs);
    const guard = new Guard(threshold.ratio);
    return { pair, threshold, guard, long: lengths.indexOf(pair.longMs), short: lengths.indexOf(pair.shortMs) };
  });
  // Lengths ascend, so the greatest index is the longest window.
  const widestShort = rules.length === 0 ? null : Math.max(...rules.map(({ short }) => short));
  return { targetPpm, periodMs: windowMs, period: lengths.indexOf(windowMs), rules, widestShort, leftOut };
}
