const BYTES_FIRST = 1_024;
const utf8 = new TextDecoder();

/** One text (UTF-8) for each row of a batch, in one arena; a row that was not written is empty. Rows are written in ascending order. */
export class TextColumn {
  /** The text of row r is arena[ends[r − 1], ends[r]). */
  readonly #ends: Uint32Array;
  #arena = new Uint8Array(BYTES_FIRST);
  #rows = 0;

  constructor(capacity: number) {
    this.#ends = new Uint32Array(capacity);
  }

  /** Writes the text of a row: bytes[start, end). A row that is written again keeps what came last. */
  write(row: number, bytes: Uint8Array, [start, end]: readonly [start: number, end: number]): void {
    const from = this.#endBefore(row);
    const to = from + end - start;
    if (to > this.#arena.length) this.#grow(to);
    this.#arena.set(bytes.subarray(start, end), from);
    this.#ends[row] = to;
    this.#rows = row + 1;
  }

  /** The bytes of a row: a view, valid until the next write. */
  bytesOf(row: number): Uint8Array {
    return this.#arena.subarray(this.#endBefore(row), row < this.#rows ? this.#ends[row] : this.#endBefore(row));
  }

  textOf(row: number): string {
    return utf8.decode(this.bytesOf(row));
  }

  /** Forgets all rows, keeps the memory. */
  clear(): void {
    this.#rows = 0;
  }

  /** Where the text of `row` begins; rows that were skipped are made empty. */
  #endBefore(row: number): number {
    const last = this.#rows === 0 ? 0 : (this.#ends[this.#rows - 1] as number);
    for (; this.#rows < row; this.#rows++) this.#ends[this.#rows] = last;
    return row === 0 ? 0 : (this.#ends[row - 1] as number);
  }

  #grow(least: number): void {
    const larger = new Uint8Array(Math.max(least, this.#arena.length * 2));
    larger.set(this.#arena);
    this.#arena = larger;
  }
}
