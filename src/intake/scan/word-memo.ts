import { WordKey } from "./word-key.ts";
import { PADDING } from "./words.ts";

/** Words before the text of an entry: hash, length in bytes, value. */
const HEADER = 3;

/**
 * Remembers an integer ≥ 0 for each of at most `capacity` keys, as the kernel's ByteMemo does for bytes, but compares
 * four bytes at a time. A full memo forgets everything first.
 */
export class WordMemo {
  readonly #capacity: number;
  /** Where in the arena the entry begins; 0 = free. */
  #slots = new Int32Array(64);
  #arena = new Int32Array(512);
  #used = 1;
  #count = 0;

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  /** The remembered value, or -1. */
  find(key: WordKey): number {
    const { count, hash, length, words } = key;
    const slots = this.#slots;
    const arena = this.#arena;
    const mask = slots.length - 1;
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const entry = slots[slot] as number;
      if (entry === 0) return -1;
      if (arena[entry] !== hash || arena[entry + 1] !== length) continue;
      const text = entry + HEADER;
      let i = 0;
      while (i < count && arena[text + i] === words[i]) i++;
      if (i === count) return arena[entry + 2] as number;
    }
  }

  /** Remembers a value for a key that `find` does not know. */
  put({ count, hash, length, words }: WordKey, value: number): void {
    if (this.#count >= this.#capacity) this.#forget();
    const entry = this.#used;
    this.#used += sizeOf(length);
    if (this.#used > this.#arena.length) this.#arena = grown(this.#arena, Math.max(this.#arena.length * 2, this.#used));
    const arena = this.#arena;
    arena[entry] = hash;
    arena[entry + 1] = length;
    arena[entry + 2] = value;
    arena.set(words.subarray(0, count), entry + HEADER);
    this.#count++;
    if (2 * this.#count > this.#slots.length) this.#widen();
    else this.#link(entry);
  }

  #link(entry: number): void {
    const mask = this.#slots.length - 1;
    let slot = (this.#arena[entry] as number) & mask;
    while (this.#slots[slot] !== 0) slot = (slot + 1) & mask;
    this.#slots[slot] = entry;
  }

  #widen(): void {
    this.#slots = new Int32Array(this.#slots.length * 2);
    for (let entry = 1; entry < this.#used;) {
      this.#link(entry);
      entry += sizeOf(this.#arena[entry + 1] as number);
    }
  }

  #forget(): void {
    this.#slots.fill(0);
    this.#used = 1;
    this.#count = 0;
  }
}

/** A memo of texts with their index in the list. */
export function wordMemoOf(texts: readonly string[]): WordMemo {
  const memo = new WordMemo(texts.length);
  const key = new WordKey();
  for (const [index, text] of texts.entries()) {
    const bytes = new TextEncoder().encode(text.padEnd(text.length + PADDING));
    key.take(new DataView(bytes.buffer), 0, bytes.length - PADDING);
    memo.put(key, index);
  }
  return memo;
}

/** Words of an entry; a text without bytes has a word too. */
function sizeOf(length: number): number {
  return HEADER + (length >>> 2) + 1;
}

function grown(array: Int32Array, length: number): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(length);
  larger.set(array);
  return larger;
}
