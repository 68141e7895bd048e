import { keepMask } from "./words.ts";

/** A text of so few bytes is four words. */
export const SHORT_BYTES = 16;

/** Words of an entry: value + 1 (0 = free), length in bytes, the four words; eight, so that one lies in one line of the cache. */
const ENTRY_BITS = 3;
const ENTRY = 1 << ENTRY_BITS;
const SLOTS_FIRST = 64;

/**
 * Remembers an integer ≥ 0 for each of at most `capacity` texts of at most SHORT_BYTES bytes, like a `WordMemo`, but with
 * the text beside its value: of a hundred thousand names one is found with one look into memory. A full memo forgets
 * everything first.
 */
export class ShortMemo {
  readonly #capacity: number;
  /** Open addressing, at most two thirds full; a power of two of entries. */
  #entries = new Int32Array(SLOTS_FIRST * ENTRY);
  #count = 0;
  /** The text that was asked for last. */
  readonly #key = new Int32Array(ENTRY);

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  /** The remembered value of the bytes [start, end), at most SHORT_BYTES of them, or -1. */
  find(view: DataView, start: number, end: number): number {
    const length = end - start;
    const a = length > 0 ? view.getInt32(start, true) & keepMask(Math.min(length, 4)) : 0;
    const b = length > 4 ? view.getInt32(start + 4, true) & keepMask(Math.min(length - 4, 4)) : 0;
    const c = length > 8 ? view.getInt32(start + 8, true) & keepMask(Math.min(length - 8, 4)) : 0;
    const d = length > 12 ? view.getInt32(start + 12, true) & keepMask(length - 12) : 0;
    const entries = this.#entries;
    const mask = entries.length - 1;
    for (let at = placeOf(a, b, c, d) & mask; ; at = (at + ENTRY) & mask) {
      const value = entries[at] as number;
      if (value === 0) break;
      if (
        entries[at + 2] === a &&
        entries[at + 3] === b &&
        entries[at + 4] === c &&
        entries[at + 5] === d &&
        entries[at + 1] === length
      ) {
        return value - 1;
      }
    }
    const key = this.#key;
    key[1] = length;
    key[2] = a;
    key[3] = b;
    key[4] = c;
    key[5] = d;
    return -1;
  }

  /** Remembers a value for the text that `find` did not know a moment ago. */
  put(value: number): void {
    if (this.#count >= this.#capacity) {
      this.#entries.fill(0);
      this.#count = 0;
    }
    this.#count++;
    if (3 * this.#count * ENTRY > 2 * this.#entries.length) this.#widen();
    this.#key[0] = value + 1;
    this.#link(this.#key, 0);
  }

  #link(from: Int32Array, start: number): void {
    const entries = this.#entries;
    const mask = entries.length - 1;
    const [a, b, c, d] = [from[start + 2], from[start + 3], from[start + 4], from[start + 5]] as WordsOfText;
    let at = placeOf(a, b, c, d) & mask;
    while (entries[at] !== 0) at = (at + ENTRY) & mask;
    for (let i = 0; i < ENTRY; i++) entries[at + i] = from[start + i] as number;
  }

  #widen(): void {
    const before = this.#entries;
    this.#entries = new Int32Array(before.length * 2);
    for (let at = 0; at < before.length; at += ENTRY) if (before[at] !== 0) this.#link(before, at);
  }
}

type WordsOfText = readonly [number, number, number, number];

/** Where an entry belongs, before the mask: a multiple of ENTRY. */
function placeOf(a: number, b: number, c: number, d: number): number {
  const mixed =
    Math.imul(a, 0x2c1b3c6d) + Math.imul(b, 0x297a2d39) + Math.imul(c, 0x3d4d51cb) + Math.imul(d, 0x165667b1);
  const hash = Math.imul(mixed ^ (mixed >>> 15), 0x2545f491);
  return (hash ^ (hash >>> 13)) << ENTRY_BITS;
}
