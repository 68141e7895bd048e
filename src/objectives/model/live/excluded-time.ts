import type { Interval } from "#kernel";
import { endOfQuiet } from "../alerts/held-back.ts";
import { GRID_MS } from "../engine/windows.ts";

/** Time of an API whose requests leave valid and bad alike. It may change: what is counted then counts by the new one. */
export class ExcludedTime {
  #intervals: readonly Interval[];

  constructor(intervals: readonly Interval[]) {
    this.#intervals = inOrder(intervals);
  }

  /** By their beginning. */
  get intervals(): readonly Interval[] {
    return this.#intervals;
  }

  /** Whether that makes a difference. */
  set(intervals: readonly Interval[]): boolean {
    const before = JSON.stringify(this.#intervals);
    this.#intervals = inOrder(intervals);
    return before !== JSON.stringify(this.#intervals);
  }

  /** Whether the slot that begins at an instant counts for nothing. */
  holds(slotAt: number): boolean {
    return this.#intervals.some(({ from, to }) => from <= slotAt && slotAt < to);
  }

  /** From when on somebody is told of what fires; null: at once. */
  endOfQuiet(at: number): number | null {
    return endOfQuiet(this.#intervals, at, { slotMs: GRID_MS, origin: 0 });
  }

  /** Whether any of an interval is excluded. */
  touches(interval: Interval): boolean {
    return this.#intervals.some(({ from, to }) => from < interval.to && interval.from < to);
  }
}

function inOrder(intervals: readonly Interval[]): Interval[] {
  return intervals
    .map(({ from, to }) => ({ from, to }))
    .toSorted((one, other) => (one.from === other.from ? one.to - other.to : one.from - other.from));
}
