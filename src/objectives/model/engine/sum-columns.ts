import { grownTo } from "./grown-to.ts";
import type { SliceVerdict } from "./slices.ts";

/** Numbers, a quarter of a megabyte: a tenth of a millisecond, or one where the memory is new. */
const COPIED_IN_A_SLICE = 2 ** 15;

/** Sums by row: valid of row r at 2r, bad at 2r + 1. */
export class SumColumns {
  /** All that was ever seen. */
  seen: Float64Array;
  /**
   * For each window what has left it: what is in it is the difference. So a count is added once, not once a window. They
   * are shorter than `seen` while the latest rows wait for the next move: nothing has left them then.
   */
  readonly left: Float64Array[];

  constructor(rows: number, windows: number) {
    this.seen = new Float64Array(2 * rows);
    this.left = Array.from({ length: windows }, () => new Float64Array(2 * rows));
  }

  /** Makes room for rows to be seen; `growRest` or `growAll` for what leaves. */
  grow(rows: number): void {
    this.seen = grownTo(this.seen, 2 * rows);
  }

  /** In slices: all at once takes a tenth of a second for as many thousand rows. Nothing may leave in between. */
  *growRest(): Generator<void, void> {
    for (let window = 0; window < this.left.length; window++) {
      const column = this.left[window] as Float64Array;
      if (column.length === this.seen.length) continue;
      const larger = new Float64Array(this.seen.length);
      for (let from = 0; from < column.length; from += COPIED_IN_A_SLICE) {
        larger.set(column.subarray(from, from + COPIED_IN_A_SLICE), from);
        yield;
      }
      // Unless more rows came meanwhile, for which it was grown at once.
      if (this.left[window] === column) this.left[window] = larger;
    }
  }

  growAll(): void {
    for (let window = 0; window < this.left.length; window++) this.#grown(window);
  }

  /** Adds counts of a slot that the windows which begin after it have passed. */
  addLate(slot: number, row: number, { counts, froms }: LateCounts): void {
    addTo(this.seen, row, counts);
    for (let window = 0; window < this.left.length; window++) {
      if (slot < (froms[window] as number)) addTo(this.#grown(window), row, counts);
    }
  }

  #grown(window: number): Float64Array {
    const column = this.left[window] as Float64Array;
    if (column.length === this.seen.length) return column;
    return (this.left[window] = grownTo(column, this.seen.length));
  }
}

interface LateCounts {
  readonly counts: SliceVerdict;
  /** Where each window begins. */
  readonly froms: Float64Array;
}

function addTo(column: Float64Array, row: number, { valid, bad }: SliceVerdict): void {
  column[2 * row] = (column[2 * row] as number) + valid;
  column[2 * row + 1] = (column[2 * row + 1] as number) + bad;
}
