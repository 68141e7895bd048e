import { grownTo } from "../engine/grown-to.ts";

/** Ids of series are below 2^SERIES_BITS; a slot number of the year 2500 times that is still an exact integer. */
const SERIES_BITS = 21;
const SERIES_MAX = 2 ** SERIES_BITS;
/** The row of a series that was asked for last is asked for again: most records follow others of their slot. */
const LATEST = 1024;
const ROWS_FIRST = 256;

/**
 * Counts by (slot, series), sparse: a row of `width` integers for each ten-second slot in which a series had a
 * request. Records may come in any order; `sortedKeys` walks the rows by slot. Memory: 12 to 16 bytes plus 4 × width
 * for each row.
 */
export class Cells {
  readonly width: number;
  length = 0;
  /** Slot number and series of each row in turn: compared as integers, which is faster than keys. */
  #places = new Int32Array(2 * ROWS_FIRST);
  #counts: Uint32Array;
  /** Open addressing: row number + 1, or 0. */
  #index = new Int32Array(4 * ROWS_FIRST);
  readonly #reserve: ((rows: number) => void) | undefined;
  /** By series modulo its length, the row that was asked for last; whether it is the right one, its key tells. */
  readonly #latest = new Int32Array(LATEST);

  /** `reserve` is called before each row that is made, with the number of rows there are: who wants a bound throws in it. */
  constructor(width: number, reserve?: (rows: number) => void) {
    this.width = width;
    this.#reserve = reserve;
    this.#counts = new Uint32Array(ROWS_FIRST * width);
  }

  /** The offset in `counts` of the row of this slot and series, made when new. */
  row(slot: number, series: number): number {
    const place = series & (LATEST - 1);
    const latest = this.#latest[place] as number;
    if (this.#isAt(latest, slot, series) && latest < this.length) return latest * this.width;
    const row = this.#find(slot, series);
    this.#latest[place] = row;
    return row * this.width;
  }

  /** All rows one after another; valid until the next `row`. */
  get counts(): Uint32Array {
    return this.#counts;
  }

  /** Keys in ascending order: by slot, then series. Read them with `slotOf`, `seriesOf`. */
  sortedKeys(): Float64Array {
    const keys = new Float64Array(this.length);
    for (let row = 0; row < keys.length; row++) keys[row] = keyOf(this.slotAt(row), this.seriesAt(row));
    return keys.toSorted();
  }

  /** The offset in `counts` of a key that `sortedKeys` gave. */
  offsetOf(key: number): number {
    return this.#find(slotOf(key), seriesOf(key)) * this.width;
  }

  /** The slot number of the i-th row that was made. */
  slotAt(index: number): number {
    return this.#places[2 * index] as number;
  }

  seriesAt(index: number): number {
    return this.#places[2 * index + 1] as number;
  }

  /** Forgets all rows, keeps the memory. */
  clear(): void {
    this.#counts.fill(0, 0, this.length * this.width);
    this.#index.fill(0);
    this.length = 0;
  }

  #isAt(row: number, slot: number, series: number): boolean {
    return this.#places[2 * row] === slot && this.#places[2 * row + 1] === series;
  }

  #find(slot: number, series: number): number {
    const mask = this.#index.length - 1;
    const hash = hashOf(slot, series);
    for (let place = hash & mask; ; place = (place + 1) & mask) {
      const row = (this.#index[place] as number) - 1;
      if (row < 0) break;
      if (this.#isAt(row, slot, series)) return row;
    }
    this.#reserve?.(this.length);
    if (2 * this.length >= this.#places.length) this.#grow();
    const row = this.length++;
    this.#places[2 * row] = slot;
    this.#places[2 * row + 1] = series;
    this.#link(row, hash);
    return row;
  }

  #link(row: number, hash: number): void {
    const mask = this.#index.length - 1;
    let place = hash & mask;
    while (this.#index[place] !== 0) place = (place + 1) & mask;
    this.#index[place] = row + 1;
  }

  #grow(): void {
    const rows = this.#places.length;
    this.#places = grownTo(this.#places, 2 * rows);
    const counts = new Uint32Array(rows * this.width);
    counts.set(this.#counts);
    this.#counts = counts;
    this.#index = new Int32Array(2 * rows);
    for (let row = 0; row < this.length; row++) this.#link(row, hashOf(this.slotAt(row), this.seriesAt(row)));
  }
}

/** The key of a slot number and a series: ascending by slot, then series. */
export function keyOf(slot: number, series: number): number {
  return slot * SERIES_MAX + series;
}

/** The slot number of a key. */
export function slotOf(key: number): number {
  return Math.floor(key / SERIES_MAX);
}

/** The series of a key. */
export function seriesOf(key: number): number {
  // A remainder of numbers this large is slow.
  return key - slotOf(key) * SERIES_MAX;
}

function hashOf(slot: number, series: number): number {
  const mixed = Math.imul(slot, 0x9e3779b1) ^ Math.imul(series, 0x85ebca6b);
  return Math.imul(mixed ^ (mixed >>> 15), 0x2c1b3c6d) >>> 3;
}
