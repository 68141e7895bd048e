const BYTES_FIRST = 1_024;
/** Up to here, words are copied faster than a native copy begins. */
const COPIED_BY_WORD_MAX = 128;
/** A word may be written across the end of a text. */
const WORD_BYTES = 4;
const utf8 = new TextDecoder();

/** The lower half of each byte, in two bytes that lie two apart. */
const NIBBLES = 0x000f000f;
const ZEROS = 0x30303030;
const ONES = 0x01010101;
/** Added to a nibble this reaches 16 from ten on. */
const SIX = 0x06060606;
/** From one behind "9" to "a". */
const TO_LETTERS = 39;

/** One text (UTF-8) for each row of a batch, in one arena; a row that was not written is empty. Rows are written in ascending order. */
export class TextColumn {
  /** The text of row r is arena[ends[r − 1], ends[r]). */
  readonly #ends: Uint32Array;
  #arena = new Uint8Array(BYTES_FIRST);
  #view = new DataView(this.#arena.buffer);
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

  /** The text that `writeWords` writes next is that of `row`. */
  moveTo(row: number): void {
    this.#endBefore(row);
    this.#rows = row;
  }

  /**
   * Writes the text of the row that was moved to: the bytes [start, end) of `view`, which are ASCII: eight of them are a
   * float64 that is no NaN, so its bits stay as they are. Three bytes beyond `end` can be read. Makes no object, as a
   * pair of numbers would be one for each text.
   */
  writeWords(view: DataView, start: number, end: number): void {
    const row = this.#rows;
    const from = row === 0 ? 0 : (this.#ends[row - 1] as number);
    const to = from + end - start;
    if (to + WORD_BYTES > this.#arena.length) this.#grow(to + WORD_BYTES);
    if (end - start > COPIED_BY_WORD_MAX) {
      this.#arena.set(new Uint8Array(view.buffer, view.byteOffset + start, end - start), from);
    } else {
      const arena = this.#view;
      let i = start;
      let at = from;
      for (; i <= end - 8; i += 8, at += 8) arena.setFloat64(at, view.getFloat64(i, true), true);
      for (; i < end; i += 4, at += 4) arena.setInt32(at, view.getInt32(i, true), true);
    }
    this.#ends[row] = to;
    this.#rows = row + 1;
  }

  /** Writes the text of the row that was moved to: the bytes [start, end) of `view`, a multiple of four, as hex digits. */
  writeHex(view: DataView, start: number, end: number): void {
    const row = this.#rows;
    let at = row === 0 ? 0 : (this.#ends[row - 1] as number);
    const to = at + 2 * (end - start);
    if (to > this.#arena.length) this.#grow(to);
    const arena = this.#view;
    for (let i = start; i < end; i += 4, at += 8) {
      const word = view.getInt32(i, true);
      arena.setInt32(at, hexOf(word & 0xffff), true);
      arena.setInt32(at + 4, hexOf(word >>> 16), true);
    }
    this.#ends[row] = to;
    this.#rows = row + 1;
  }

  /** The bytes of a row: a view, valid until the next write. */
  bytesOf(row: number): Uint8Array {
    return this.#arena.subarray(this.#endBefore(row), row < this.#rows ? this.#ends[row] : this.#endBefore(row));
  }

  /** Whether a row holds these bytes. */
  equals(row: number, bytes: Uint8Array): boolean {
    const start = this.#endBefore(row);
    const end = row < this.#rows ? (this.#ends[row] as number) : start;
    if (end - start !== bytes.length) return false;
    for (let i = 0; i < bytes.length; i++) if (this.#arena[start + i] !== bytes[i]) return false;
    return true;
  }

  textOf(row: number): string {
    return utf8.decode(this.bytesOf(row));
  }

  /** The bytes of the first `rows` rows, one after the other: a view, valid until the next write. */
  bytesOfAll(rows: number): Uint8Array {
    return this.#arena.subarray(0, this.#endBefore(rows));
  }

  /** Bytes of each of the first `rows` rows. */
  lengthsInto(target: Float64Array, rows: number): void {
    this.#endBefore(rows);
    let last = 0;
    for (let row = 0; row < rows; row++) {
      const end = this.#ends[row] as number;
      target[row] = end - last;
      last = end;
    }
  }

  /** Room for `rows` rows of these lengths, in place of all there was; answers the bytes to be filled. */
  reset(lengths: Float64Array, rows: number): Uint8Array {
    let end = 0;
    for (let row = 0; row < rows; row++) {
      end += lengths[row] as number;
      this.#ends[row] = end;
    }
    this.#rows = rows;
    if (end > this.#arena.length) this.#grow(end);
    return this.#arena.subarray(0, end);
  }

  /** Writes rows [from, from + count) of another column as the rows from `row` on. */
  append(row: number, other: TextColumn, [from, count]: readonly [from: number, count: number]): void {
    const start = this.#endBefore(row);
    const otherStart = other.#endBefore(from);
    const size = other.#endBefore(from + count) - otherStart;
    if (start + size > this.#arena.length) this.#grow(start + size);
    this.#arena.set(other.#arena.subarray(otherStart, otherStart + size), start);
    for (let i = 0; i < count; i++) this.#ends[row + i] = start + (other.#ends[from + i] as number) - otherStart;
    this.#rows = row + count;
  }

  /** Keeps the rows kept[0, count), which ascend, and moves them to the front. */
  keepOnly(kept: Int32Array, count: number): void {
    this.#endBefore(count === 0 ? 0 : (kept[count - 1] as number) + 1);
    let end = 0;
    for (let i = 0; i < count; i++) {
      const row = kept[i] as number;
      const from = row === 0 ? 0 : (this.#ends[row - 1] as number);
      const to = this.#ends[row] as number;
      if (from !== end) this.#arena.copyWithin(end, from, to);
      end += to - from;
      this.#ends[i] = end;
    }
    this.#rows = count;
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
    this.#view = new DataView(larger.buffer);
  }
}

/** Two bytes as four hex digits, as they stand in a little-endian word. */
function hexOf(bytes: number): number {
  const apart = bytes | (bytes << 8);
  const digits = ((apart >>> 4) & NIBBLES) | ((apart & NIBBLES) << 8);
  const letters = ((digits + SIX) >>> 4) & ONES;
  return (digits + ZEROS + Math.imul(letters, TO_LETTERS)) | 0;
}
