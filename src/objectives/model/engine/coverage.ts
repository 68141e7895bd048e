import type { Interval, SaveReader, SaveWriter } from "#kernel";
import { Intervals } from "./intervals.ts";

/** The time that a source watched, as marks come in, without the time of which records are missing. */
export class Coverage {
  /** Where the first mark ever began, missing or not; Infinity before there is one. */
  startedAt = Number.POSITIVE_INFINITY;
  readonly #watched = new Intervals();
  readonly #missed = new Intervals();

  /** Adds a mark; late ones too, in any order, overlapping or not. What is missing stays missing. An empty one adds nothing. */
  mark({ from, to }: Interval): void {
    if (from >= to) return;
    this.startedAt = Math.min(this.startedAt, from);
    for (let at = this.#missed.nextUncovered(from); at < to;) {
      const end = Math.min(to, this.#missed.nextCovered(at));
      this.#watched.add({ from: at, to: end });
      at = this.#missed.nextUncovered(end);
    }
  }

  /** Records of [from, to) are missing: it was not watched, whatever marks said or will say. */
  miss(missed: Interval): void {
    this.#missed.add(missed);
    this.#watched.remove(missed);
  }

  /** What was missed is the caller's to keep, and to say again. */
  save(to: SaveWriter): void {
    const { from, to: ends } = this.#watched.bounds;
    to.numbers("from", Float64Array.from(from));
    to.numbers("to", Float64Array.from(ends));
    to.numbers("startedAt", Float64Array.of(this.startedAt));
  }

  restore(from: SaveReader): void {
    const ends = from.float64("to");
    from.float64("from").forEach((start, index) => this.mark({ from: start, to: ends[index] as number }));
    // Absent in what was saved before anything could be missing.
    if (from.has("startedAt")) this.startedAt = Math.min(this.startedAt, from.float64("startedAt")[0] as number);
  }

  /** How much of [from, to) was watched, ms. */
  coveredMs(interval: Interval): number {
    return this.#watched.coveredMs(interval);
  }

  /** The next instant after `at` that is watched again; `at` itself when it is watched, Infinity when none is known. */
  nextCovered(at: number): number {
    return this.#watched.nextCovered(at);
  }

  /** The next instant from `at` on that is not watched; `at` itself when it is not. */
  nextUncovered(at: number): number {
    return this.#watched.nextUncovered(at);
  }

  /** The end of what was watched last before `at`, at most `at`; −Infinity when nothing is known to have been. */
  coveredUntil(at: number): number {
    return this.#watched.coveredUntil(at);
  }
}
