import { bucketMiddle, HISTOGRAM_BUCKETS } from "#kernel";

const CARRY = 2 ** 32;

/** Parallel arrays: `counts[i] + countBase` durations, fewer than 2³¹, of bucket `buckets[i] + bucketBase`. */
export interface AddedDurations {
  readonly buckets: Int32Array;
  readonly bucketBase: number;
  readonly counts: Int32Array;
  readonly countBase: number;
}

/**
 * Histograms of many things with small integer ids, in one array: 9 kB of address space a row, of which only the pages
 * that hold a duration take memory. Counts are exact whatever their size.
 */
export class DurationRows {
  /** Integers of 32 bits take a third of the time of floats. What does not fit in them is carried. */
  readonly #counts: Uint32Array;
  readonly #carried = new Map<number, number>();
  readonly #totals: Float64Array;
  /** No row has a duration in a bucket before this one. */
  #lowest = HISTOGRAM_BUCKETS;

  constructor(rows: number) {
    this.#counts = new Uint32Array(rows * HISTOGRAM_BUCKETS);
    this.#totals = new Float64Array(rows);
  }

  /** Adds those from `start` to before `end` to a row. */
  add(row: number, added: AddedDurations, [start, end]: readonly [number, number]): void {
    const { buckets, bucketBase, counts, countBase } = added;
    const all = this.#counts;
    const first = row * HISTOGRAM_BUCKETS + bucketBase;
    if (bucketBase < this.#lowest) this.#lowest = bucketBase;
    let total = 0;
    for (let i = start; i < end; i++) {
      const at = first + (buckets[i] as number);
      const count = (counts[i] as number) + countBase;
      const before = all[at] as number;
      const after = (before + count) >>> 0;
      all[at] = after;
      if (after < before) this.#carry(at, 1);
      total += count;
    }
    this.#totals[row] = (this.#totals[row] as number) + total;
  }

  /** Adds any number of durations to a bucket of a row. */
  addLarge(row: number, bucket: number, count: number): void {
    const at = row * HISTOGRAM_BUCKETS + bucket;
    const sum = (this.#counts[at] as number) + count;
    this.#counts[at] = sum % CARRY;
    if (sum >= CARRY) this.#carry(at, Math.floor(sum / CARRY));
    if (bucket < this.#lowest) this.#lowest = bucket;
    this.#totals[row] = (this.#totals[row] as number) + count;
  }

  /** Durations of a row; 0 for a row that there is not. */
  totalOf(row: number): number {
    return this.#totals[row] ?? 0;
  }

  /** The values at ranks ⌈q × total⌉ for several `qs`, ascending; nothing when the row is empty. See `Histogram`. */
  quantilesOf(row: number, qs: readonly number[]): number[] {
    const total = this.totalOf(row);
    if (total === 0) return [];
    const ranks = qs.map((q) => Math.max(1, Math.ceil(q * total)));
    const found: number[] = [];
    let sum = 0;
    for (let bucket = this.#lowest; bucket < HISTOGRAM_BUCKETS && found.length < ranks.length; bucket++) {
      sum += this.#countAt(row * HISTOGRAM_BUCKETS + bucket);
      while (found.length < ranks.length && sum >= (ranks[found.length] as number)) found.push(bucketMiddle(bucket));
    }
    return found;
  }

  #countAt(at: number): number {
    const count = this.#counts[at] as number;
    return this.#carried.size === 0 ? count : count + (this.#carried.get(at) ?? 0) * CARRY;
  }

  #carry(at: number, times: number): void {
    this.#carried.set(at, (this.#carried.get(at) ?? 0) + times);
  }
}
