const FIELDS = 3;
/** The largest count of an entry, with either sign. */
export const CELL_MAX = 0x7fff_ffff;

/** A growing list of (row, valid, bad). A row may come several times, and a correction may be negative. */
export class Bucket {
  length = 0;
  #cells: Int32Array;

  constructor(capacity: number) {
    this.#cells = new Int32Array(Math.max(1, capacity) * FIELDS);
  }

  /** For how many entries there is room. */
  get capacity(): number {
    return this.#cells.length / FIELDS;
  }

  /** Counts of any size: what exceeds 31 bits goes into further entries. */
  append(row: number, valid: number, bad: number): void {
    let moreValid = valid;
    let moreBad = bad;
    while (Math.abs(moreValid) > CELL_MAX || Math.abs(moreBad) > CELL_MAX) {
      this.#push(row, clamped(moreValid), clamped(moreBad));
      moreValid -= clamped(moreValid);
      moreBad -= clamped(moreBad);
    }
    this.#push(row, moreValid, moreBad);
  }

  /** Makes room for so many entries in place of those that there are: the caller writes row, valid and bad of each in turn. */
  refill(entries: number): Int32Array {
    if (this.#cells.length < entries * FIELDS) this.#cells = new Int32Array(entries * FIELDS);
    this.length = entries;
    return this.cells;
  }

  rowAt(index: number): number {
    return this.#cells[index * FIELDS] as number;
  }

  validAt(index: number): number {
    return this.#cells[index * FIELDS + 1] as number;
  }

  badAt(index: number): number {
    return this.#cells[index * FIELDS + 2] as number;
  }

  /** Row, valid and bad of each entry in turn: a view. */
  get cells(): Int32Array {
    return this.#cells.subarray(0, this.length * FIELDS);
  }

  /** Adds the entries [from, to) to a column: valid of row r at 2r, bad at 2r + 1. */
  addTo(column: Float64Array, from: number, to: number): void {
    const cells = this.#cells;
    for (let at = from * FIELDS; at < to * FIELDS; at += FIELDS) {
      const place = 2 * (cells[at] as number);
      column[place] = (column[place] as number) + (cells[at + 1] as number);
      column[place + 1] = (column[place + 1] as number) + (cells[at + 2] as number);
    }
  }

  #push(row: number, valid: number, bad: number): void {
    const at = this.length * FIELDS;
    if (at >= this.#cells.length) this.#grow();
    this.#cells[at] = row;
    this.#cells[at + 1] = valid;
    this.#cells[at + 2] = bad;
    this.length++;
  }

  #grow(): void {
    const larger = new Int32Array(Math.ceil((this.length * 3) / 2 + 2) * FIELDS);
    larger.set(this.#cells);
    this.#cells = larger;
  }
}

/** What of a count fits into one entry. */
export function clamped(count: number): number {
  return Math.max(-CELL_MAX, Math.min(CELL_MAX, count));
}
