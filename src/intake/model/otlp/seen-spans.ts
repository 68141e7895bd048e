import { MINUTE_MS } from "#kernel";

/** A span that comes again within this time is known, whatever came in between. */
const SEEN_MS = 10 * MINUTE_MS;
/** Spans that one generation remembers, at 16 bytes each. */
const ENTRIES_MAX = 1 << 21;
const ENTRIES_FIRST = 1 << 10;

/**
 * Which spans were taken in the last ten minutes, by 64 bits made of trace id and span id: among ten million spans the
 * chance that any is taken for another is one in 300,000. Two generations, the younger of at most ten minutes; above two
 * million spans in ten minutes it is as old as its room allows. `seeds` are of this process, so that nobody can make two
 * ids alike.
 */
export class SeenSpans {
  readonly #seeds: readonly [number, number];
  #young = new Generation(ENTRIES_FIRST);
  #old = new Generation(ENTRIES_FIRST);
  #since = Number.NEGATIVE_INFINITY;
  /** The two halves that were made last. */
  #low = 0;
  #high = 0;

  constructor(seeds: readonly [number, number]) {
    this.#seeds = seeds;
  }

  /** Forgets what is too old at `now`, epoch ms. To be called now and then. */
  age(now: number): void {
    if (now - this.#since >= SEEN_MS) this.#turn(now);
  }

  /** Whether the span with these ids, 16 and 8 bytes of `view`, is new; it is not from now on. */
  take(view: DataView, traceAt: number, spanAt: number): boolean {
    this.#hash(view, traceAt, spanAt);
    const [low, high] = [this.#low, this.#high];
    if (this.#old.has(low, high) || !this.#young.add(low, high)) return false;
    if (this.#young.count >= ENTRIES_MAX) this.#turn(this.#since);
    return true;
  }

  /** Notes the span that was new just now, so that it can be let go of. */
  note(batch: SpanBatch): void {
    batch.push(this.#low, this.#high);
  }

  /** Spans that were taken and could not be kept: they may come again. */
  forget(batch: SpanBatch): void {
    batch.each((low, high) => {
      this.#young.remove(low, high);
      this.#old.remove(low, high);
    });
  }

  #turn(now: number): void {
    this.#old = this.#young;
    this.#young = new Generation(ENTRIES_FIRST);
    this.#since = now;
  }

  #hash(view: DataView, traceAt: number, spanAt: number): void {
    const [first, second] = this.#seeds;
    let low = first;
    let high = second;
    for (let i = 0; i < 16; i += 4) {
      const word = view.getInt32(traceAt + i, true);
      low = Math.imul(low ^ word, 0x2c1b3c6d);
      low ^= low >>> 15;
      high = Math.imul(high ^ word, 0x297a2d39);
      high ^= high >>> 13;
    }
    for (let i = 0; i < 8; i += 4) {
      const word = view.getInt32(spanAt + i, true);
      low = Math.imul(low ^ word, 0x3d4d51cb);
      low ^= low >>> 15;
      high = Math.imul(high ^ word, 0x165667b1);
      high ^= high >>> 13;
    }
    // A free place is 0, one that was let go of has 0 in its second half.
    this.#low = low === 0 ? 1 : low;
    this.#high = high | 1;
  }
}

/** What one body has added, so that it can be let go of. */
export class SpanBatch {
  #halves = new Int32Array(64);
  #length = 0;

  push(low: number, high: number): void {
    if (this.#length + 2 > this.#halves.length) {
      const larger = new Int32Array(2 * this.#halves.length);
      larger.set(this.#halves);
      this.#halves = larger;
    }
    this.#halves[this.#length++] = low;
    this.#halves[this.#length++] = high;
  }

  each(tell: (low: number, high: number) => void): void {
    for (let i = 0; i < this.#length; i += 2) tell(this.#halves[i] as number, this.#halves[i + 1] as number);
  }
}

/** Pairs of halves: open addressing, at most half full. */
class Generation {
  count = 0;
  #slots: Int32Array;

  constructor(entries: number) {
    this.#slots = new Int32Array(4 * entries);
  }

  has(low: number, high: number): boolean {
    const slots = this.#slots;
    const at = this.#find(low, high);
    return slots[at] === low && slots[at + 1] === high;
  }

  add(low: number, high: number): boolean {
    const at = this.#find(low, high);
    if (this.#slots[at] === low && this.#slots[at + 1] === high) return false;
    this.#slots[at] = low;
    this.#slots[at + 1] = high;
    this.count++;
    if (4 * this.count > this.#slots.length) this.#widen();
    return true;
  }

  remove(low: number, high: number): void {
    const at = this.#find(low, high);
    if (this.#slots[at] === low) this.#slots[at + 1] = 0;
  }

  /** Where the pair stands, or where it would. */
  #find(low: number, high: number): number {
    const slots = this.#slots;
    const mask = slots.length - 1;
    let at = (low << 1) & mask;
    while ((slots[at] !== low || slots[at + 1] !== high) && slots[at] !== 0) at = (at + 2) & mask;
    return at;
  }

  #widen(): void {
    const narrow = this.#slots;
    this.#slots = new Int32Array(2 * narrow.length);
    for (let i = 0; i < narrow.length; i += 2) {
      if (narrow[i + 1] === 0) continue;
      const at = this.#find(narrow[i] as number, narrow[i + 1] as number);
      this.#slots[at] = narrow[i] as number;
      this.#slots[at + 1] = narrow[i + 1] as number;
    }
  }
}
