import type { Interval, SaveReader, SaveWriter } from "#kernel";
import type { Coverage } from "./coverage.ts";
import type { ObjectiveWindow } from "../objective.ts";
import { GRID_MS, objectiveWindowFrom } from "./windows.ts";

/** A window of which less than this was watched tells nothing: 9 of 10. */
const COVERED_LEAST = { part: 9, of: 10 };

/** What of a window was observed (since the measurement began) and of that covered (watched), ms. */
export interface Observed {
  readonly observedMs: number;
  readonly coveredMs: number;
}

/** Observed and covered time of [from, to); without a coverage all that was observed is covered. */
export function observedIn(
  window: { readonly from: number; readonly to: number },
  startedAt: number,
  coverage: Coverage | undefined,
): Observed {
  const from = Math.max(window.from, startedAt);
  const observedMs = Math.max(0, window.to - from);
  return { observedMs, coveredMs: coverage?.coveredMs({ from, to: window.to }) ?? observedMs };
}

/** Whether too little of what was observed is covered: the state is unknown, and alerts freeze. False when nothing was observed. */
export function isUnknown({ observedMs, coveredMs }: Observed): boolean {
  return coveredMs * COVERED_LEAST.of < observedMs * COVERED_LEAST.part;
}

/** Whether too little is known of the window that ends at `at`. */
export function isUnknownAt(at: number, window: ObjectiveWindow, coverage: Coverage): boolean {
  return isUnknown(observedIn({ from: objectiveWindowFrom(window, at), to: at }, coverage.startedAt, coverage));
}

/**
 * The next grid instant at which one of some frozen windows may thaw: `longest` is the longest of them. Coverage grows
 * while something is watched, or while what was not leaves that window.
 */
export function nextThaw(longest: Interval, coverage: Coverage): number {
  const { to } = longest;
  return coverage.coveredMs(longest) > 0 ? to + GRID_MS : Math.max(to, coverage.nextCovered(to)) + GRID_MS;
}

/** Which windows cannot be judged at an instant because too little of them was watched, for each source of records. */
export class Measured {
  readonly #windows: readonly (ObjectiveWindow | null)[];
  readonly #coverages: readonly Coverage[];
  /** By coverage: a byte a window. */
  readonly #frozen: ReadonlyMap<Coverage, Uint8Array>;
  readonly #startedAt: Map<Coverage, number>;
  #at = Number.NEGATIVE_INFINITY;

  /** `windows` by their index, of which those count that pairs look at: about the others nobody asks, and each look costs. */
  constructor(windows: readonly ObjectiveWindow[], isUsed: (window: number) => boolean, coverages: Iterable<Coverage>) {
    this.#windows = windows.map((window, index) => (isUsed(index) ? window : null));
    this.#coverages = [...new Set(coverages)];
    this.#frozen = new Map(this.#coverages.map((coverage) => [coverage, new Uint8Array(windows.length)]));
    this.#startedAt = new Map(this.#coverages.map((coverage) => [coverage, coverage.startedAt]));
  }

  /** Goes to `at`; gives the coverages of which a frozen window can be judged again, or that turned out to begin earlier. */
  moveTo(at: number): Coverage[] {
    this.#at = at;
    return this.#coverages.filter((coverage) => this.#refresh(coverage, at));
  }

  save(to: SaveWriter): void {
    to.numbers("at", Float64Array.of(this.#at));
    to.numbers(
      "startedAt",
      Float64Array.from(this.#coverages, (coverage) => this.#startedAt.get(coverage) as number),
    );
    this.#coverages.forEach((coverage, index) =>
      to.numbers(`frozen${index}`, this.#frozen.get(coverage) as Uint8Array),
    );
  }

  restore(from: SaveReader): void {
    this.#at = from.float64("at")[0] as number;
    from.float64("startedAt").forEach((at, index) => this.#startedAt.set(this.#coverages[index] as Coverage, at));
    this.#coverages.forEach((coverage, index) => this.#frozen.get(coverage)?.set(from.uint8(`frozen${index}`)));
  }

  isFrozen(coverage: Coverage, window: number): boolean {
    return this.#frozen.get(coverage)?.[window] === 1;
  }

  /** The next instant at which something frozen may thaw; Infinity when nothing is frozen, or nothing can thaw it. */
  get nextAt(): number {
    let next = Number.POSITIVE_INFINITY;
    for (const coverage of this.#coverages) {
      if (this.#frozen.get(coverage)?.includes(1) !== true) continue;
      next = Math.min(next, this.#nextChange(coverage));
    }
    return next;
  }

  #nextChange(coverage: Coverage): number {
    const at = this.#at;
    const froms = this.#windows.flatMap((window, index) =>
      window !== null && this.isFrozen(coverage, index) ? [objectiveWindowFrom(window, at)] : [],
    );
    const from = Math.min(...froms);
    return nextThaw({ from, to: at }, coverage);
  }

  #refresh(coverage: Coverage, at: number): boolean {
    const flags = this.#frozen.get(coverage) as Uint8Array;
    let changed = this.#startedAt.get(coverage) !== coverage.startedAt;
    this.#startedAt.set(coverage, coverage.startedAt);
    this.#windows.forEach((window, index) => {
      if (window?.kind !== "rolling") return;
      const frozen = isUnknownAt(at, window, coverage) ? 1 : 0;
      if (flags[index] === 1 && frozen === 0) changed = true;
      flags[index] = frozen;
    });
    return changed;
  }
}
