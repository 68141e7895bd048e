import { grownTo } from "./grown-to.ts";
import type { Part } from "./part.ts";

/** The list holds this share of all rows; beyond it, going through all rows in order is faster than jumping about. */
const LISTED_SHARE = 1 / 16;

/** A set of rows to look at: a byte a row, and while they are few, a list. */
export class TouchedRows {
  /** Rows that are touched by any change (not 0); others only by what can make a pair begin to hold. */
  #watched: Uint8Array;
  /** All that was ever seen: valid of row r at 2r, bad at 2r + 1. */
  #seen: Float64Array;
  #isTouched: Uint8Array;
  #listed: Int32Array;
  #count = 0;
  /** The list was too short: the rows are found by going through all. */
  #overflowed = false;
  #cursor = 0;

  constructor(watched: Uint8Array, seen: Float64Array) {
    this.#watched = watched;
    this.#seen = seen;
    this.#isTouched = new Uint8Array(watched.length);
    this.#listed = new Int32Array(Math.ceil(watched.length * LISTED_SHARE));
  }

  /** Makes room for the rows of larger columns that hold the same. */
  grow(watched: Uint8Array, seen: Float64Array): void {
    this.#watched = watched;
    this.#seen = seen;
    this.#isTouched = grownTo(this.#isTouched, watched.length);
    this.#listed = grownTo(this.#listed, Math.ceil(watched.length * LISTED_SHARE));
  }

  touch(row: number): void {
    if (this.#isTouched[row] === 1) return;
    this.#isTouched[row] = 1;
    if (this.#count >= this.#listed.length) this.#overflowed = true;
    else this.#listed[this.#count] = row;
    this.#count++;
  }

  /** Of entries that come in: a watched row, or one with something bad (good requests alone make no pair begin). */
  touchComing({ bucket, from, to }: Part): void {
    for (let index = from; index < to; index++) {
      const row = bucket.rowAt(index);
      if (bucket.badAt(index) !== 0 || this.#watched[row] !== 0) this.touch(row);
    }
  }

  /**
   * Of entries that leave: a watched row, or one with something bad left in the window that
   * decides (bad of row r at 2r + 1; `left` is what has left that window). Without it no pair can begin.
   */
  touchLeaving({ bucket, from, to }: Part, left: Float64Array): void {
    const seen = this.#seen;
    for (let index = from; index < to; index++) {
      const row = bucket.rowAt(index);
      if (this.#watched[row] !== 0 || seen[2 * row + 1] !== left[2 * row + 1]) this.touch(row);
    }
  }

  /** The rows that are touched. */
  get all(): number[] {
    const rows: number[] = [];
    for (let row = this.#isTouched.indexOf(1); row >= 0; row = this.#isTouched.indexOf(1, row + 1)) rows.push(row);
    return rows;
  }

  /** Takes a row out; undefined when there is none left. */
  take(): number | undefined {
    if (this.#count === 0) return undefined;
    const row = this.#overflowed ? this.#next() : (this.#listed[this.#count - 1] as number);
    this.#isTouched[row] = 0;
    this.#count--;
    if (this.#count === 0) this.#overflowed = false;
    return row;
  }

  /** The next touched row in circular order; there is one. */
  #next(): number {
    const rows = this.#isTouched;
    let cursor = this.#cursor;
    while (rows[cursor] !== 1) cursor = cursor + 1 < rows.length ? cursor + 1 : 0;
    this.#cursor = cursor;
    return cursor;
  }
}
