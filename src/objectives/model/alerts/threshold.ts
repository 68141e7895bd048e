import { PPM } from "#kernel";
import type { AlertPair } from "./pair.ts";
import { factorOf } from "./pairs.ts";

/** Floating point is wrong by at most six roundings here (7e-16); within this distance integers decide. */
const NEAR = 1e-12;

/** What a threshold is computed from, beside its pair. */
export interface ThresholdTerms {
  readonly targetPpm: number;
  readonly periodMs: number;
  /** In how many parts one valid unit can be bad: 1, or 1e9 where slices are as bad as their ratio. */
  readonly unit?: number;
}

/** The error ratio f · e that a pair's windows must exceed, compared exactly: a ratio that equals it fires only when the pair says so. */
export class Threshold {
  readonly factor: number;
  /** f · e, the nearest float. */
  readonly ratio: number;
  readonly #limitPerValid: number;
  readonly #numerator: bigint;
  readonly #denominator: bigint;
  readonly #orEqual: boolean;

  constructor(pair: AlertPair, { targetPpm, periodMs, unit = 1 }: ThresholdTerms) {
    this.factor = factorOf(pair, periodMs);
    const [factor, per] =
      "factorPpm" in pair
        ? [BigInt(pair.factorPpm), BigInt(PPM)]
        : [BigInt(pair.budgetPpm) * BigInt(periodMs), BigInt(pair.longMs) * BigInt(PPM)];
    const numerator = factor * BigInt(PPM - targetPpm);
    this.#denominator = per * BigInt(PPM);
    this.ratio = Number(numerator) / Number(this.#denominator);
    this.#numerator = numerator * BigInt(unit);
    this.#limitPerValid = this.ratio * unit;
    this.#orEqual = pair.orEqual ?? false;
  }

  /** Whether bad ÷ (valid · unit) > f · e. Both are integers; false when both are 0. */
  exceeded(bad: number, valid: number): boolean {
    const limit = valid * this.#limitPerValid;
    const distance = bad - limit;
    if (Math.abs(distance) > limit * NEAR) return distance > 0;
    const exact = BigInt(bad) * this.#denominator - BigInt(valid) * this.#numerator;
    return exact > 0n || (exact === 0n && this.#orEqual && valid > 0);
  }

  /** Whether a burn rate > f, for one that is a mean of others and so no exact fraction: what differs by rounding only is equal. */
  exceededByRate(burnRate: number): boolean {
    const distance = burnRate - this.factor;
    return Math.abs(distance) > this.factor * NEAR ? distance > 0 : this.#orEqual;
  }
}
