const ROWS_FIRST = 64;

/**
 * Sums by a key of integers, five or ten of them: open addressing over typed arrays, so that adding makes no object. Row r has
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

  /** `rowsExpected`: room that is made at once. */
  constructor(keyWidth: number, sumWidth: number, rowsExpected = 0) {
    let room = ROWS_FIRST;
    while (room <= rowsExpected) room *= 2;
    this.keyWidth = keyWidth;
    this.sumWidth = sumWidth;
    this.keys = new Int32Array(room * keyWidth);
    this.sums = new Float64Array(room * sumWidth);
    this.#slots = new Int32Array(room * 2);
  }

  /** The row of the key `from[start, start + keyWidth)`, made with sums of 0 when new. */
  rowOf(from: Int32Array, start = 0): number {
    const width = this.keyWidth;
    const { keys } = this;
    const slots = this.#slots;
    const mask = slots.length - 1;
    for (let slot = hashOf(from, start, width) & mask; ; slot = (slot + 1) & mask) {
      const row = (slots[slot] as number) - 1;
      if (row < 0) return this.#made(from, start, slot);
      if (isSame(keys, row * width, from, start, width)) return row;
    }
  }

  /** A table of these rows only, in their order, with room for `more`. */
  copyOf(rows: Int32Array, more: number): SumTable {
    const { keyWidth, sumWidth } = this;
    const copy = new SumTable(keyWidth, sumWidth, rows.length + more);
    const { keys, sums } = copy;
    const mask = copy.#slots.length - 1;
    for (let to = 0; to < rows.length; to++) {
      const from = rows[to] as number;
      for (let i = 0; i < keyWidth; i++) keys[to * keyWidth + i] = this.keys[from * keyWidth + i] as number;
      for (let i = 0; i < sumWidth; i++) sums[to * sumWidth + i] = this.sums[from * sumWidth + i] as number;
      // Each key is there once, so none is compared.
      let slot = hashOf(keys, to * keyWidth, keyWidth) & mask;
      while (copy.#slots[slot] !== 0) slot = (slot + 1) & mask;
      copy.#slots[slot] = to + 1;
    }
    copy.rows = rows.length;
    return copy;
  }

  /** Adds row `row` of another table of the same widths to the row of `key`. */
  addSums(key: Int32Array, from: SumTable, row: number): void {
    const into = this.rowOf(key) * this.sumWidth;
    const at = row * this.sumWidth;
    for (let i = 0; i < this.sumWidth; i++) {
      this.sums[into + i] = (this.sums[into + i] as number) + (from.sums[at + i] as number);
    }
  }

  /** Writes the key of a row to `into`. */
  readKey(row: number, into: Int32Array): void {
    const at = row * this.keyWidth;
    for (let i = 0; i < this.keyWidth; i++) into[i] = this.keys[at + i] as number;
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
      let slot = hashOf(keys, row * this.keyWidth, this.keyWidth) & mask;
      while (this.#slots[slot] !== 0) slot = (slot + 1) & mask;
      this.#slots[slot] = row + 1;
    }
  }
}

// Five at a time, unrolled: a loop over single numbers takes twice as long, and this is what counting a record is made of.
function isSame(keys: Int32Array, at: number, from: Int32Array, start: number, width: number): boolean {
  for (let i = 0; i < width; i += 5) {
    const a = at + i;
    const b = start + i;
    if (
      keys[a] !== from[b] ||
      keys[a + 1] !== from[b + 1] ||
      keys[a + 2] !== from[b + 2] ||
      keys[a + 3] !== from[b + 3] ||
      keys[a + 4] !== from[b + 4]
    ) {
      return false;
    }
  }
  return true;
}

function hashOf(from: Int32Array, start: number, width: number): number {
  let hash = 0;
  for (let i = start; i < start + width; i += 5) {
    hash =
      Math.imul(hash, 0x9e3779b1) +
      Math.imul(from[i] as number, 0x85ebca6b) +
      Math.imul(from[i + 1] as number, 0xc2b2ae35) +
      Math.imul(from[i + 2] as number, 0x27d4eb2f) +
      Math.imul(from[i + 3] as number, 0x165667b1) +
      Math.imul(from[i + 4] as number, 0x2545f491);
    hash ^= hash >>> 15;
  }
  hash = Math.imul(hash, 0x2c1b3c6d);
  return hash ^ (hash >>> 13);
}
