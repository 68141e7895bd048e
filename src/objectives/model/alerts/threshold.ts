import { PPM } from "#kernel";
import { type AlertPair, factorOf } from "./pairs.ts";

/** Floating point is wrong by at most five roundings here (6e-16); within this distance integers decide. */
const NEAR = 1e-12;

/** The error ratio f · e that a pair's windows must exceed, compared exactly: a ratio that equals it does not fire. */
export class Threshold {
  readonly factor: number;
  /** f · e, the nearest float. */
  readonly ratio: number;
  readonly #numerator: bigint;
  readonly #denominator: bigint;

  constructor(pair: AlertPair, targetPpm: number, periodMs: number) {
    this.factor = factorOf(pair, periodMs);
    this.#numerator = BigInt(pair.budgetPpm) * BigInt(periodMs) * BigInt(PPM - targetPpm);
    this.#denominator = BigInt(pair.longMs) * BigInt(PPM) * BigInt(PPM);
    this.ratio = Number(this.#numerator) / Number(this.#denominator);
  }

  /** Whether bad ÷ valid > f · e. Both are integers; false when both are 0. */
  exceeded(bad: number, valid: number): boolean {
    const limit = valid * this.ratio;
    const distance = bad - limit;
    if (Math.abs(distance) > limit * NEAR) return distance > 0;
    return BigInt(bad) * this.#denominator > BigInt(valid) * this.#numerator;
  }
}
