import type { Bucket } from "./bucket.ts";

/** The list holds this share of all rows; beyond it, going through all rows in order is faster than jumping about. */
const LISTED_SHARE = 1 / 16;

/** A set of rows to look at: a byte a row, and while they are few, a list. */
export class TouchedRows {
  readonly #isTouched: Uint8Array;
  readonly #listed: Int32Array;
  #count = 0;
  /** The list was too short: the rows are found by going through all. */
  #overflowed = false;
  #cursor = 0;

  constructor(rows: number) {
    this.#isTouched = new Uint8Array(rows);
    this.#listed = new Int32Array(Math.ceil(rows * LISTED_SHARE));
  }

  touch(row: number): void {
    if (this.#isTouched[row] === 1) return;
    this.#isTouched[row] = 1;
    if (this.#count >= this.#listed.length) this.#overflowed = true;
    else this.#listed[this.#count] = row;
    this.#count++;
  }

  /** The rows of the entries [from, to) of a bucket. */
  touchAll(bucket: Bucket, from: number, to: number): void {
    for (let index = from; index < to; index++) this.touch(bucket.rowAt(index));
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
