/** Words of an entry: those of the trace id, then those of the span id. */
const ENTRY = 6;
const TRACE_BYTES = 16;
/** Entries that are kept in one array: more are never copied. */
const CHUNK_BITS = 10;
const CHUNK_MASK = (1 << CHUNK_BITS) - 1;
/** Entries that there is always room for. */
const ENTRIES_MIN = 1 << 10;
/** Words of a slot: the hash, and the number of the entry + 1; 0 is free. */
const SLOT = 2;
/** The number in a slot whose entry was let go of. */
const GONE = -1;

/** Spans [from, to), in the order in which they were added. */
export interface SpanRange {
  readonly from: number;
  to: number;
}

/**
 * Ids of spans in the order in which they came, 24 bytes each, and an open-addressing table of their hashes and numbers,
 * at most half full. A hash begins its search where its highest bits say, so that a wider table has the same order, and
 * is filled from front to back. Where a new span's slot is free nothing else is looked at.
 */
export class SpanTable {
  /** How many were ever added. */
  added = 0;
  /** How many of them came before the first entry. */
  #base = 0;
  #slots: Int32Array;
  readonly #ids: Int32Array[] = [];
  /** A hash begins at the slot that is left when so many bits are shifted out. */
  #shift: number;
  /** Multipliers, one by one: a look into an array costs more than to multiply. */
  readonly #a: number;
  readonly #b: number;
  readonly #c: number;
  readonly #d: number;
  readonly #e: number;
  readonly #f: number;

  constructor(seeds: readonly [number, number]) {
    const bits = 33 - Math.clz32(ENTRIES_MIN - 1);
    this.#slots = new Int32Array(SLOT << bits);
    this.#shift = 32 - bits;
    [this.#a, this.#b, this.#c, this.#d, this.#e, this.#f] = factorsOf(seeds);
  }

  /** Of the ids at `traceAt` and `spanAt`, the same in all tables with the same seeds. */
  hashOf(view: DataView, traceAt: number, spanAt: number): number {
    const low =
      Math.imul(view.getInt32(traceAt, true), this.#a) +
      Math.imul(view.getInt32(traceAt + 4, true), this.#b) +
      Math.imul(view.getInt32(traceAt + 8, true), this.#c);
    const high =
      Math.imul(view.getInt32(traceAt + 12, true), this.#d) +
      Math.imul(view.getInt32(spanAt, true), this.#e) +
      Math.imul(view.getInt32(spanAt + 4, true), this.#f);
    const mixed = Math.imul((low ^ (low >>> 15)) + high, 0x2c1b3c6d);
    return Math.imul(mixed ^ (mixed >>> 15), 0x297a2d39);
  }

  /** Reads where the searches for hashes[0, count) begin; searches soon after need not wait. What it answers says nothing. */
  peek(hashes: Int32Array, count: number): number {
    const slots = this.#slots;
    const shift = this.#shift;
    let read = 0;
    for (let i = 0; i < count; i++) read ^= slots[((hashes[i] as number) >>> shift) * SLOT] as number;
    return read;
  }

  /** False when it is there already. */
  add(hash: number, view: DataView, traceAt: number, spanAt: number): boolean {
    const slot = this.#find(hash, view, traceAt, spanAt);
    if (slot < 0) return false;
    const number = this.added - this.#base;
    const entry = (number & CHUNK_MASK) * ENTRY;
    const ids = entry === 0 ? this.#newChunk() : (this.#ids[number >> CHUNK_BITS] as Int32Array);
    ids[entry] = view.getInt32(traceAt, true);
    ids[entry + 1] = view.getInt32(traceAt + 4, true);
    ids[entry + 2] = view.getInt32(traceAt + 8, true);
    ids[entry + 3] = view.getInt32(traceAt + 12, true);
    ids[entry + 4] = view.getInt32(spanAt, true);
    ids[entry + 5] = view.getInt32(spanAt + 4, true);
    this.#slots[slot] = hash;
    this.#slots[slot + 1] = number + 1;
    this.added++;
    if (2 * SLOT * number >= this.#slots.length) this.#rebuild(0, this.#shift - 1);
    return true;
  }

  /** Removes spans [from, to), those of them that are still there: they can be added again. */
  remove({ from, to }: SpanRange): void {
    for (let number = Math.max(0, from - this.#base); number < to - this.#base; number++) {
      const ids = new DataView((this.#ids[number >> CHUNK_BITS] as Int32Array).buffer);
      const entry = 4 * ENTRY * (number & CHUNK_MASK);
      this.#remove(this.hashOf(ids, entry, entry + TRACE_BYTES), number + 1);
    }
  }

  /** Forgets all that were added before the span `from`, and makes room for as many as are left to come. */
  forgetBefore(from: number): void {
    const gone = ((from - this.#base) >> CHUNK_BITS) << CHUNK_BITS;
    const least = from - this.#base - gone;
    this.#ids.splice(0, gone >> CHUNK_BITS);
    this.#base += gone;
    const room = Math.max(ENTRIES_MIN, 2 * (this.added - this.#base));
    this.#rebuild(gone, Math.clz32(room - 1) - 1, least);
  }

  #newChunk(): Int32Array {
    const chunk = new Int32Array(ENTRY << CHUNK_BITS);
    this.#ids.push(chunk);
    return chunk;
  }

  /** Where a span would be added; -1 when it is there. */
  #find(hash: number, view: DataView, traceAt: number, spanAt: number): number {
    const slots = this.#slots;
    const mask = slots.length - 1;
    for (let at = (hash >>> this.#shift) * SLOT; ; at = (at + SLOT) & mask) {
      const number = slots[at + 1] as number;
      if (number === 0) return at;
      if (slots[at] === hash && number !== GONE && this.#isAt(number - 1, view, traceAt, spanAt)) return -1;
    }
  }

  #isAt(number: number, view: DataView, traceAt: number, spanAt: number): boolean {
    const ids = this.#ids[number >> CHUNK_BITS] as Int32Array;
    const entry = (number & CHUNK_MASK) * ENTRY;
    const differs =
      ((ids[entry] as number) ^ view.getInt32(traceAt, true)) |
      ((ids[entry + 1] as number) ^ view.getInt32(traceAt + 4, true)) |
      ((ids[entry + 2] as number) ^ view.getInt32(traceAt + 8, true)) |
      ((ids[entry + 3] as number) ^ view.getInt32(traceAt + 12, true)) |
      ((ids[entry + 4] as number) ^ view.getInt32(spanAt, true)) |
      ((ids[entry + 5] as number) ^ view.getInt32(spanAt + 4, true));
    return differs === 0;
  }

  #remove(hash: number, number: number): void {
    const slots = this.#slots;
    const mask = slots.length - 1;
    let at = (hash >>> this.#shift) * SLOT;
    while (slots[at + 1] !== 0 && slots[at + 1] !== number) at = (at + SLOT) & mask;
    if (slots[at + 1] !== 0) slots[at + 1] = GONE;
  }

  /** Moves all to slots of another number, their entries `gone` before, those that are then before entry `least` left out. */
  #rebuild(gone: number, shift: number, least = 0): void {
    const before = this.#slots;
    const slots = new Int32Array(SLOT << (32 - shift));
    const mask = slots.length - 1;
    for (let from = 0; from < before.length; from += SLOT) {
      const number = (before[from + 1] as number) - gone;
      if (before[from + 1] === GONE || number <= least) continue;
      const hash = before[from] as number;
      let at = (hash >>> shift) * SLOT;
      while (slots[at + 1] !== 0) at = (at + SLOT) & mask;
      slots[at] = hash;
      slots[at + 1] = number;
    }
    this.#slots = slots;
    this.#shift = shift;
  }
}

/** An odd multiplier for each word of an id, which nobody knows who does not know the seeds. */
function factorsOf([first, second]: readonly [number, number]): [number, number, number, number, number, number] {
  const factorOf = (index: number): number => {
    const mixed = Math.imul(first ^ Math.imul(index + 1, 0x3d4d51cb), 0x2c1b3c6d) ^ second;
    const again = Math.imul(mixed ^ (mixed >>> 15), 0x297a2d39);
    return (again ^ (again >>> 13)) | 1;
  };
  return [factorOf(0), factorOf(1), factorOf(2), factorOf(3), factorOf(4), factorOf(5)];
}
