import type { PairRule } from "../alerts/policy.ts";
import type { WindowSums } from "./window-sums.ts";
import { GRID_MS } from "./windows.ts";

/** What becomes of a pair: it stays as it is, begins to hold, ends, lapses, or waits for time to pass (the partial rule). */
export type PairDecision = "stays" | "begins" | "ends" | "lapses" | "waits";

/** Decides pairs from what is in their windows. */
export class PairJudge {
  /** The instant to decide for, set by the owner. */
  at = 0;
  readonly #seen: Float64Array;
  readonly #left: readonly Float64Array[];
  readonly #startedAt: number;
  readonly #guarded: boolean;

  constructor(sums: WindowSums, startedAt: number, guarded: boolean) {
    this.#seen = sums.seen;
    this.#left = sums.left;
    this.#startedAt = startedAt;
    this.#guarded = guarded;
  }

  /** Guard and partial rule only delay a beginning; they never end anything. */
  decide(rule: PairRule, row: number, held: boolean): PairDecision {
    const valid = this.#seen[2 * row] as number;
    const bad = this.#seen[2 * row + 1] as number;
    const short = this.#left[rule.short] as Float64Array;
    const shortBad = bad - (short[2 * row + 1] as number);
    // By far the most frequent case, and the cheapest to find.
    if (shortBad === 0 && !held) return "stays";
    const long = this.#left[rule.long] as Float64Array;
    const shortValid = valid - (short[2 * row] as number);
    const longValid = valid - (long[2 * row] as number);
    const longBad = bad - (long[2 * row + 1] as number);
    if (longValid === 0) return held ? "lapses" : "stays";
    // No traffic tells nothing: neither that it still burns nor that it is over.
    if (shortValid === 0) return "stays";
    const burns = rule.threshold.exceeded(shortBad, shortValid) && rule.threshold.exceeded(longBad, longValid);
    if (held) return burns ? "stays" : "ends";
    if (!burns || (this.#guarded && !rule.guard.passes(longBad, longValid))) return "stays";
    return this.#surelyInWholeWindow(rule, longBad, longValid) ? "begins" : "waits";
  }

  /** The first grid instant (or one before it) at which the partial rule may let this pair begin, with unchanged sums. */
  retryAt(rule: PairRule, row: number): number {
    const long = this.#left[rule.long] as Float64Array;
    const valid = (this.#seen[2 * row] as number) - (long[2 * row] as number);
    const bad = (this.#seen[2 * row + 1] as number) - (long[2 * row + 1] as number);
    const wait = Math.min(rule.pair.longMs, (rule.threshold.ratio * valid * rule.pair.longMs) / bad);
    const passesAfter = this.#startedAt + wait;
    return Math.max(this.at + GRID_MS, Math.ceil((passesAfter - 1) / GRID_MS) * GRID_MS);
  }

  /**
   * While the long window reaches back before the measurement began, its bad requests must exceed what the threshold
   * allows for the valid ones projected to the whole window: bad > f·e · valid · L / observed.
   */
  #surelyInWholeWindow(rule: PairRule, bad: number, valid: number): boolean {
    const observedMs = this.at - this.#startedAt;
    if (observedMs >= rule.pair.longMs) return true;
    return rule.threshold.exceeded(bad * (observedMs / GRID_MS), valid * (rule.pair.longMs / GRID_MS));
  }
}
