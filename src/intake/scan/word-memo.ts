import { hashOf, keepMask } from "./words.ts";

/** Words before the text of an entry: hash, length in bytes, value. */
const HEADER = 3;

/**
 * Remembers an integer ≥ 0 for each of at most `capacity` byte strings, as the kernel's ByteMemo does, but reads
 * four bytes at a time (see `words.ts` for what that asks of the caller). A full memo forgets everything first.
 */
export class WordMemo {
  readonly #capacity: number;
  /** Where in the arena the entry begins; 0 = free. */
  #slots = new Int32Array(1024);
  #arena = new Int32Array(8_192);
  #used = 1;
  #count = 0;

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  /** The remembered value, or -1. */
  find(view: DataView, start: number, end: number): number {
    const hash = hashOf(view, start, end);
    const slots = this.#slots;
    const arena = this.#arena;
    const mask = slots.length - 1;
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const entry = slots[slot] as number;
      if (entry === 0) return -1;
      if (arena[entry] !== hash || arena[entry + 1] !== end - start) continue;
      let word = entry + HEADER;
      let i = start;
      while (i < end - 4 && view.getInt32(i, true) === arena[word]) {
        i += 4;
        word++;
      }
      if (i < end - 4 || (view.getInt32(i, true) & keepMask(end - i)) !== arena[word]) continue;
      return arena[entry + 2] as number;
    }
  }

  /** Remembers a value for bytes that `find` does not know. */
  put(view: DataView, start: number, end: number, value: number): void {
    if (this.#count >= this.#capacity) this.#forget();
    const entry = this.#used;
    this.#used += HEADER + Math.max(1, (end - start + 3) >>> 2);
    if (this.#used > this.#arena.length) this.#arena = grown(this.#arena, Math.max(this.#arena.length * 2, this.#used));
    const arena = this.#arena;
    arena[entry] = hashOf(view, start, end);
    arena[entry + 1] = end - start;
    arena[entry + 2] = value;
    for (let word = entry + HEADER, i = start; word < this.#used; word++, i += 4) {
      arena[word] = view.getInt32(i, true) & keepMask(Math.min(4, end - i));
    }
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
      entry += HEADER + Math.max(1, ((this.#arena[entry + 1] as number) + 3) >>> 2);
    }
  }

  #forget(): void {
    this.#slots.fill(0);
    this.#used = 1;
    this.#count = 0;
  }
}

function grown(array: Int32Array, length: number): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(length);
  larger.set(array);
  return larger;
}
