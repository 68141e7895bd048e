/** Ids of series are below 2^SERIES_BITS; a slot number of the year 2500 times that is still an exact integer. */
const SERIES_BITS = 21;
const SERIES_MAX = 2 ** SERIES_BITS;
/** Each record asks for its client and for the whole API, which should not be looked for every time. */
const LATEST = 64;

/**
 * Counts by (slot, series), sparse: a row of `width` integers for each ten-second slot in which a series had a
 * request. Records may come in any order; `sorted` walks the rows by slot. Memory: 12 to 16 bytes plus 4 × width
 * for each row.
 */
export class Cells {
  readonly width: number;
  length = 0;
  #keys = new Float64Array(4096);
  #counts: Uint32Array;
  /** Open addressing: row number + 1, or 0. */
  #index = new Int32Array(16_384);
  readonly #reserve: ((rows: number) => void) | undefined;
  /** Keys that were asked for a moment ago, by hash, and their rows. */
  readonly #latestKeys = new Float64Array(LATEST).fill(-1);
  readonly #latestRows = new Int32Array(LATEST);

  /** `reserve` is called before each row that is made, with the number of rows there are: who wants a bound throws in it. */
  constructor(width: number, reserve?: (rows: number) => void) {
    this.width = width;
    this.#reserve = reserve;
    this.#counts = new Uint32Array(this.#keys.length * width);
  }

  /** The offset in `counts` of the row of this slot and series, made when new. */
  row(slot: number, series: number): number {
    const key = keyOf(slot, series);
    const hash = hashOf(slot, series);
    const place = hash & (LATEST - 1);
    if (this.#latestKeys[place] === key) return (this.#latestRows[place] as number) * this.width;
    const row = this.#find(key, hash);
    this.#latestKeys[place] = key;
    this.#latestRows[place] = row;
    return row * this.width;
  }

  /** All rows one after another; valid until the next `row`. */
  get counts(): Uint32Array {
    return this.#counts;
  }

  /** Keys in ascending order: by slot, then series. Read them with `slotOf`, `seriesOf`. */
  sortedKeys(): Float64Array {
    return this.#keys.subarray(0, this.length).toSorted();
  }

  /** The offset in `counts` of a key that `sortedKeys` gave. */
  offsetOf(key: number): number {
    return this.#find(key, hashOf(slotOf(key), seriesOf(key))) * this.width;
  }

  /** The key of the i-th row that was made. */
  keyAt(index: number): number {
    return this.#keys[index] as number;
  }

  /** Forgets all rows, keeps the memory. */
  clear(): void {
    this.#counts.fill(0, 0, this.length * this.width);
    this.#index.fill(0);
    this.length = 0;
    this.#latestKeys.fill(-1);
  }

  #find(key: number, hash: number): number {
    const mask = this.#index.length - 1;
    let place = hash & mask;
    for (; ; place = (place + 1) & mask) {
      const row = (this.#index[place] as number) - 1;
      if (row < 0) break;
      if (this.#keys[row] === key) return row;
    }
    this.#reserve?.(this.length);
    if (this.length >= this.#keys.length) this.#grow();
    const row = this.length++;
    this.#keys[row] = key;
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
    const keys = new Float64Array(this.#keys.length * 2);
    keys.set(this.#keys);
    this.#keys = keys;
    const counts = new Uint32Array(keys.length * this.width);
    counts.set(this.#counts);
    this.#counts = counts;
    this.#index = new Int32Array(keys.length * 2);
    for (let row = 0; row < this.length; row++) {
      const key = keys[row] as number;
      this.#link(row, hashOf(slotOf(key), seriesOf(key)));
    }
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
  return key % SERIES_MAX;
}

function hashOf(slot: number, series: number): number {
  const mixed = Math.imul(slot, 0x9e3779b1) ^ Math.imul(series, 0x85ebca6b);
  return Math.imul(mixed ^ (mixed >>> 15), 0x2c1b3c6d) >>> 3;
}
