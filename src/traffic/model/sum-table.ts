const ROWS_FIRST = 64;

/**
 * Sums by a key of small integers: open addressing over typed arrays, so that adding makes no object. Row r has
 * its key in `keys[r × keyWidth …)` and its sums in `sums[r × sumWidth …)`. Rows are in the order in which their
 * keys first came. Grows by itself; whoever fills it bounds it.
 */
export class SumTable {
  rows = 0;
  readonly keyWidth: number;
  readonly sumWidth: number;
  keys: Int32Array;
  sums: Float64Array;
  /** Row + 1 by hash; 0 = free. Twice as many as there is room for rows, a power of two. */
  #slots: Int32Array;

  constructor(keyWidth: number, sumWidth: number) {
    this.keyWidth = keyWidth;
    this.sumWidth = sumWidth;
    this.keys = new Int32Array(ROWS_FIRST * keyWidth);
    this.sums = new Float64Array(ROWS_FIRST * sumWidth);
    this.#slots = new Int32Array(ROWS_FIRST * 2);
  }

  /** The row of the key `from[start, start + keyWidth)`, made with sums of 0 when new. */
  rowOf(from: Int32Array, start = 0): number {
    const width = this.keyWidth;
    const { keys } = this;
    const slots = this.#slots;
    const mask = slots.length - 1;
    for (let slot = this.#hashOf(from, start) & mask; ; slot = (slot + 1) & mask) {
      const row = (slots[slot] as number) - 1;
      if (row < 0) return this.#made(from, start, slot);
      const at = row * width;
      let same = 0;
      while (same < width && keys[at + same] === from[start + same]) same++;
      if (same === width) return row;
    }
  }

  /** Adds row `row` of another table of the same widths to the row of `key`. */
  addSums(key: Int32Array, from: SumTable, row: number): void {
    const into = this.rowOf(key) * this.sumWidth;
    const at = row * this.sumWidth;
    for (let i = 0; i < this.sumWidth; i++) {
      this.sums[into + i] = (this.sums[into + i] as number) + (from.sums[at + i] as number);
    }
  }

  /** The key of a row: a view. */
  keyOf(row: number): Int32Array {
    return this.keys.subarray(row * this.keyWidth, (row + 1) * this.keyWidth);
  }

  #made(from: Int32Array, start: number, slot: number): number {
    const row = this.rows++;
    const width = this.keyWidth;
    for (let i = 0; i < width; i++) this.keys[row * width + i] = from[start + i] as number;
    this.#slots[slot] = row + 1;
    if (this.rows * width >= this.keys.length) this.#grow();
    return row;
  }

  #grow(): void {
    const keys = new Int32Array(this.keys.length * 2);
    keys.set(this.keys);
    this.keys = keys;
    const sums = new Float64Array(this.sums.length * 2);
    sums.set(this.sums);
    this.sums = sums;
    this.#slots = new Int32Array(this.#slots.length * 2);
    const mask = this.#slots.length - 1;
    for (let row = 0; row < this.rows; row++) {
      let slot = this.#hashOf(keys, row * this.keyWidth) & mask;
      while (this.#slots[slot] !== 0) slot = (slot + 1) & mask;
      this.#slots[slot] = row + 1;
    }
  }

  #hashOf(from: Int32Array, start: number): number {
    let hash = 0;
    const end = start + this.keyWidth;
    for (let i = start; i < end; i++) {
      hash = Math.imul(hash ^ (from[i] as number), 0x9e3779b1);
      hash ^= hash >>> 15;
    }
    return hash;
  }
}
