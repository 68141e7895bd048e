/** Entries of a block: what is read, and worked on, at once. */
export const BLOCK_ENTRIES = 4096;
/** An entry takes at most three varints of 32 bits. */
const ENTRY_BYTES_MAX = 15;

/**
 * Packs entries to a block: varints of (distance of the row from the one before · 2 + kind), then valid (kind 0: nothing
 * is bad, nothing negative), or valid and bad in zigzag (kind 1). Two to three bytes an entry, when rows are near each
 * other.
 */
export class Packer {
  readonly #bytes = new Uint8Array(BLOCK_ENTRIES * ENTRY_BYTES_MAX);
  #at = 0;
  #row = 0;
  length = 0;

  get isFull(): boolean {
    return this.length === BLOCK_ENTRIES;
  }

  /** Rows ascend; the counts fit in 32 bits with their sign. */
  add(row: number, valid: number, bad: number): void {
    const plain = bad === 0 && valid >= 0;
    this.#put((row - this.#row) * 2 + (plain ? 0 : 1));
    this.#put(plain ? valid : zigzag(valid));
    if (!plain) this.#put(zigzag(bad));
    this.#row = row;
    this.length++;
  }

  /** The block: a view, valid until the next `add`, which begins another one. */
  take(): Uint8Array {
    const block = this.#bytes.subarray(0, this.#at);
    this.#at = 0;
    this.#row = 0;
    this.length = 0;
    return block;
  }

  #put(value: number): void {
    const bytes = this.#bytes;
    let left = value;
    while (left >= 0x80) {
      bytes[this.#at++] = (left & 0x7f) | 0x80;
      left >>>= 7;
    }
    bytes[this.#at++] = left;
  }
}

function zigzag(value: number): number {
  return ((value << 1) ^ (value >> 31)) >>> 0;
}
