import { ceilTo, HOUR_MS, type Interval, type SaveReader, type SaveWriter } from "#kernel";
import type { Coverage } from "../engine/coverage.ts";
import { type Observed, observedIn } from "../engine/measured.ts";
import { SIDE_STEP_MS } from "./vanished-traffic.ts";

/** Of the trailing hour: a tenth. */
const MISSING_MOST = { part: 1, of: 10 };

/** The trailing hour when too little of it was watched. */
export interface LostFacts extends Observed {
  readonly window: Interval;
  /** When the source was last seen to watch; the end of the window when it has just begun again. */
  readonly watchedUntil: number;
}

/** What changed at an instant. */
export type MeasurementChange = { readonly what: "lost"; readonly facts: LostFacts } | { readonly what: "resolves" };

/**
 * A source that did not watch more than a tenth of the trailing hour. What is judged by its records is frozen meanwhile,
 * so somebody must know. Looked at every minute. Time before its first mark is not missing: it was not there yet, and in
 * its first minutes a hole of seconds wakes nobody.
 */
export class MeasurementLost {
  readonly #coverage: Coverage;
  readonly #from: number;
  #at = Number.NEGATIVE_INFINITY;
  #lost = false;

  /** `from`: no instant before it is looked at, as marks of the past may come late. */
  constructor(coverage: Coverage, from = Number.NEGATIVE_INFINITY) {
    this.#coverage = coverage;
    this.#from = from;
  }

  /** Goes to `at`, after the last one, and says what changed. */
  tick(at: number): MeasurementChange | null {
    this.#at = at;
    const window = { from: at - HOUR_MS, to: at };
    const observed = observedIn(window, this.#coverage.startedAt, this.#coverage);
    const lost = (observed.observedMs - observed.coveredMs) * MISSING_MOST.of > HOUR_MS * MISSING_MOST.part;
    if (lost === this.#lost) return null;
    this.#lost = lost;
    if (!lost) return { what: "resolves" };
    return { what: "lost", facts: { ...observed, window, watchedUntil: this.#coverage.coveredUntil(at) } };
  }

  save(to: SaveWriter): void {
    to.numbers("lost", Float64Array.of(this.#at, this.#lost ? 1 : 0));
  }

  restore(from: SaveReader): void {
    const [at, lost] = from.float64("lost");
    this.#at = at as number;
    this.#lost = lost === 1;
  }

  /** The next instant at which anything can change if no mark comes that is not known yet; Infinity before the first mark. */
  get nextAt(): number {
    const first = ceilTo(Math.max(this.#coverage.startedAt + 1, this.#from), SIDE_STEP_MS);
    if (this.#at < first) return first;
    const { observedMs, coveredMs } = observedIn(
      { from: this.#at - HOUR_MS, to: this.#at },
      this.#coverage.startedAt,
      this.#coverage,
    );
    const soon = this.#at + SIDE_STEP_MS;
    if (coveredMs === 0) return Math.max(soon, ceilTo(this.#coverage.nextCovered(this.#at) + 1, SIDE_STEP_MS));
    // Marks that came late may have filled the hour of what was lost.
    if (coveredMs < observedMs || this.#lost) return soon;
    return Math.max(soon, ceilTo(this.#coverage.nextUncovered(this.#at) + 1, SIDE_STEP_MS));
  }
}
