import type { PairRule } from "../alerts/policy.ts";
import { GRID_MS } from "./windows.ts";

/** What becomes of a pair: it stays as it is, begins to hold, ends, lapses, or waits for time to pass (the partial rule). */
export type PairDecision = "stays" | "begins" | "ends" | "lapses" | "waits";

/** What is in the windows of a pair at an instant, and what is known beside. */
export interface PairFacts {
  longValid: number;
  longBad: number;
  shortValid: number;
  shortBad: number;
  /** Whether it held before. */
  held: boolean;
  /** Whether the guard against low traffic applies. */
  guarded: boolean;
  /** Time since the measurement began, ms. */
  observedMs: number;
}

/** When a measurement began, and the instant of the decision. */
export interface Measurement {
  readonly startedAt: number;
  readonly at: number;
}

/**
 * Decides a pair from what is in its windows. Guard and partial rule only delay a beginning; they never end anything.
 * An empty short window decides nothing; when the long one is empty too, what held lapses.
 */
export function decidePair(rule: PairRule, facts: PairFacts): PairDecision {
  const { longValid, longBad, shortValid, shortBad, held } = facts;
  // By far the most frequent case, and the cheapest to find.
  if (shortBad === 0 && !held) return "stays";
  if (longValid === 0) return held ? "lapses" : "stays";
  // No traffic tells nothing: neither that it still burns nor that it is over.
  if (shortValid === 0) return "stays";
  const burns = rule.threshold.exceeded(shortBad, shortValid) && rule.threshold.exceeded(longBad, longValid);
  if (held) return burns ? "stays" : "ends";
  if (!burns || (facts.guarded && !rule.guard.passes(longBad, longValid))) return "stays";
  return isSureInWholeWindow(rule, facts) ? "begins" : "waits";
}

/** The first grid instant after `at` (or one before it) at which the partial rule may let a pair that waits begin, with unchanged counts. */
export function retryAt(rule: PairRule, { longValid, longBad }: PairFacts, measurement: Measurement): number {
  const share = (rule.threshold.ratio * rule.unit * longValid) / longBad;
  return observedAt(share, rule.pair.longMs, measurement);
}

/** The same, by the share of the long window that must have been observed: the factor ÷ its burn rate. */
export function observedAt(share: number, longMs: number, { startedAt, at }: Measurement): number {
  const waitMs = Math.min(1, share) * longMs;
  return Math.max(at + GRID_MS, Math.ceil((startedAt + waitMs - 1) / GRID_MS) * GRID_MS);
}

/**
 * While the long window reaches back before the measurement began, its bad requests must exceed what the threshold
 * allows for the valid ones projected to the whole window: bad > f·e · valid · L / observed.
 */
function isSureInWholeWindow({ pair, threshold }: PairRule, { longBad, longValid, observedMs }: PairFacts): boolean {
  if (observedMs >= pair.longMs) return true;
  return threshold.exceeded(longBad * observedMs, longValid * pair.longMs);
}
