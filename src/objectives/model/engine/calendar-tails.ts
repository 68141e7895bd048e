import type { Calendar } from "#kernel";
import type { ObjectiveWindow } from "../objective.ts";
import { periodOnGrid } from "./windows.ts";

/** Numbers between two yields: well under a millisecond. */
const SLICE = 65_536;

/** What a calendar window needs of the sums: all that was seen, and what has left each window. */
export interface Columns {
  readonly seen: Float64Array;
  readonly left: readonly Float64Array[];
}

interface CalendarWindow {
  readonly window: number;
  readonly calendar: Calendar;
  /** End of the period, on the grid. */
  end: number;
}

/** Calendar windows keep nothing of their past: when a period ends, all that was seen until then has left the window. */
export class CalendarTails {
  readonly #windows: readonly CalendarWindow[];
  readonly #froms: Float64Array;

  /** Writes the start of each calendar window's period into its place in `froms`. */
  constructor(windows: readonly ObjectiveWindow[], froms: Float64Array, startedAt: number) {
    this.#froms = froms;
    this.#windows = windows.flatMap((one, window) => {
      if (one.kind !== "calendar") return [];
      const { from, to } = periodOnGrid(one.calendar, startedAt);
      froms[window] = from;
      return [{ window, calendar: one.calendar, end: to }];
    });
  }

  /** The end of the period that ends first; Infinity without calendar windows. */
  get nextEnd(): number {
    return this.#windows.reduce((least, { end }) => Math.min(least, end), Number.POSITIVE_INFINITY);
  }

  /** The ends of the periods. */
  get ends(): number[] {
    return this.#windows.map(({ end }) => end);
  }

  restore(ends: readonly number[]): void {
    this.#windows.forEach((window, index) => (window.end = ends[index] as number));
  }

  /** Begins new periods where the old ones ended first, in slices: those that hold `slot`, as nothing was counted in between. */
  *begin(columns: Columns, slot: number): Generator<void, void> {
    const ended = this.nextEnd;
    for (const one of this.#windows) {
      if (one.end !== ended) continue;
      const { from, to } = periodOnGrid(one.calendar, slot);
      this.#froms[one.window] = from;
      one.end = to;
      yield* forgetAll(columns, one.window);
    }
  }
}

/** Reads the columns anew for each slice: they may have grown. */
function* forgetAll(columns: Columns, window: number): Generator<void, void> {
  for (let from = 0; from < columns.seen.length; from += SLICE) {
    const { seen } = columns;
    columns.left[window]?.set(seen.subarray(from, Math.min(seen.length, from + SLICE)), from);
    yield;
  }
}
