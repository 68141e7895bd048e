/** A text of so few bytes is four words. */
const BYTES_MAX = 16;

/** Words of an entry: value with length, then the four words of the text. */
const ENTRY = 5;
const LENGTH_BITS = 5;
const LENGTH_MASK = (1 << LENGTH_BITS) - 1;

/** A slot holds the number of its entry + 1 (0 = free), and above it the highest bits of the hash. */
const NUMBER_BITS = 20;
const NUMBER_MASK = (1 << NUMBER_BITS) - 1;
const SLOTS_FIRST = 64;

/** By length in bytes, the masks of the four words of a text. */
const MASKS = Int32Array.from({ length: (BYTES_MAX + 1) * 4 }, (_, i) => {
  const bytes = Math.max(0, Math.min(4, (i >>> 2) - 4 * (i & 3)));
  return bytes === 4 ? -1 : (1 << (8 * bytes)) - 1;
});

/** Writes the bytes [start, end), at most 16 of them, as an entry without value into words[at, at + 5). Reads 16 bytes from `start` on. */
export function writeShort(view: DataView, start: number, end: number, words: Int32Array, at: number): void {
  const length = end - start;
  const masks = length << 2;
  words[at] = length;
  words[at + 1] = view.getInt32(start, true) & (MASKS[masks] as number);
  words[at + 2] = view.getInt32(start + 4, true) & (MASKS[masks | 1] as number);
  words[at + 3] = view.getInt32(start + 8, true) & (MASKS[masks | 2] as number);
  words[at + 4] = view.getInt32(start + 12, true) & (MASKS[masks | 3] as number);
}

/**
 * Remembers an integer ≥ 0 for each of at most `capacity` texts of at most 16 bytes, like a `WordMemo`, without a branch
 * that depends on their lengths. Of a hundred thousand names the slots, which are looked at anywhere, are a megabyte, and
 * the texts lie in the order in which they came, those that come early and often close together: what is asked for
 * most stays in the caches. A full memo forgets everything first.
 */
export class ShortMemo {
  readonly #capacity: number;
  /** Open addressing, at most half full; a power of two. */
  #slots = new Int32Array(SLOTS_FIRST);
  #entries = new Int32Array((SLOTS_FIRST / 2) * ENTRY);
  #count = 0;

  /** `capacity`: less than a million. */
  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  /** The remembered value of the text that `writeShort` wrote at `from`, or -1. */
  find(words: Int32Array, from: number): number {
    return this.#find(
      words[from] as number,
      words[from + 1] as number,
      words[from + 2] as number,
      words[from + 3] as number,
      words[from + 4] as number,
    );
  }

  /** The remembered value of the text [start, end), at most 16 bytes long, or -1. Reads 16 bytes from `start` on. */
  findAt(view: DataView, start: number, end: number): number {
    const masks = (end - start) << 2;
    return this.#find(
      end - start,
      view.getInt32(start, true) & (MASKS[masks] as number),
      view.getInt32(start + 4, true) & (MASKS[masks | 1] as number),
      view.getInt32(start + 8, true) & (MASKS[masks | 2] as number),
      view.getInt32(start + 12, true) & (MASKS[masks | 3] as number),
    );
  }

  /** Reads the slot of a text that `findSought` is to be asked for soon, into words[from + 5]. */
  seek(words: Int32Array, from: number): void {
    const hash = hashOf(
      words[from + 1] as number,
      words[from + 2] as number,
      words[from + 3] as number,
      words[from + 4] as number,
    );
    words[from + 5] = this.#slots[hash & (this.#slots.length - 1)] as number;
  }

  /** `find`, when `seek` has read the slot. What was remembered since then shifts no entry. */
  findSought(words: Int32Array, from: number): number {
    const number = (words[from + 5] as number) & NUMBER_MASK;
    if (number === 0) return this.find(words, from);
    const entries = this.#entries;
    const entry = Math.imul(number - 1, ENTRY);
    const head = entries[entry] as number;
    const differs =
      ((entries[entry + 1] as number) ^ (words[from + 1] as number)) |
      ((entries[entry + 2] as number) ^ (words[from + 2] as number)) |
      ((entries[entry + 3] as number) ^ (words[from + 3] as number)) |
      ((entries[entry + 4] as number) ^ (words[from + 4] as number)) |
      ((head & LENGTH_MASK) ^ (words[from] as number));
    return differs === 0 ? head >>> LENGTH_BITS : this.find(words, from);
  }

  #find(length: number, a: number, b: number, c: number, d: number): number {
    const hash = hashOf(a, b, c, d);
    const slots = this.#slots;
    const entries = this.#entries;
    const mask = slots.length - 1;
    for (let at = hash & mask; ; at = (at + 1) & mask) {
      const slot = slots[at] as number;
      if (slot === 0) return -1;
      if ((slot ^ hash) >>> NUMBER_BITS !== 0) continue;
      const entry = Math.imul((slot & NUMBER_MASK) - 1, ENTRY);
      const head = entries[entry] as number;
      const differs =
        ((entries[entry + 1] as number) ^ a) |
        ((entries[entry + 2] as number) ^ b) |
        ((entries[entry + 3] as number) ^ c) |
        ((entries[entry + 4] as number) ^ d) |
        ((head & LENGTH_MASK) ^ length);
      if (differs === 0) return head >>> LENGTH_BITS;
    }
  }

  /** Remembers a value for the text that `writeShort` wrote at `from` and `find` does not know. */
  put(words: Int32Array, from: number, value: number): void {
    if (this.#count >= this.#capacity) {
      this.#slots.fill(0);
      this.#count = 0;
    }
    if (2 * (this.#count + 1) > this.#slots.length) this.#widen();
    const entry = this.#count * ENTRY;
    for (let i = 1; i < ENTRY; i++) this.#entries[entry + i] = words[from + i] as number;
    this.#entries[entry] = (value << LENGTH_BITS) | (words[from] as number);
    this.#link(this.#count++);
  }

  #link(number: number): void {
    const slots = this.#slots;
    const entries = this.#entries;
    const mask = slots.length - 1;
    const text = number * ENTRY + 1;
    const hash = hashOf(
      entries[text] as number,
      entries[text + 1] as number,
      entries[text + 2] as number,
      entries[text + 3] as number,
    );
    let at = hash & mask;
    while (slots[at] !== 0) at = (at + 1) & mask;
    slots[at] = (hash & ~NUMBER_MASK) | (number + 1);
  }

  #widen(): void {
    this.#slots = new Int32Array(2 * this.#slots.length);
    const entries = new Int32Array((this.#slots.length / 2) * ENTRY);
    entries.set(this.#entries.subarray(0, this.#count * ENTRY));
    this.#entries = entries;
    for (let number = 0; number < this.#count; number++) this.#link(number);
  }
}

function hashOf(a: number, b: number, c: number, d: number): number {
  const mixed =
    Math.imul(a, 0x2c1b3c6d) + Math.imul(b, 0x297a2d39) + Math.imul(c, 0x3d4d51cb) + Math.imul(d, 0x165667b1);
  const hash = Math.imul(mixed ^ (mixed >>> 15), 0x2545f491);
  return hash ^ (hash >>> 13);
}
