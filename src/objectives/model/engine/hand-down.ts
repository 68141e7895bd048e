import type { Bucket } from "./bucket.ts";
import { grownTo } from "./grown-to.ts";
import type { Level } from "./level.ts";

/** Entries between two yields: well under a millisecond each. */
const SLICE = 4096;

/** Sums the buckets of a fine step to one of a coarser step, in slices. Memory: 21 B a row. */
export class HandDown {
  #valid: Float64Array;
  #bad: Float64Array;
  #rows: Int32Array;
  #isListed: Uint8Array;

  constructor(rows: number) {
    this.#valid = new Float64Array(rows);
    this.#bad = new Float64Array(rows);
    this.#rows = new Int32Array(rows);
    this.#isListed = new Uint8Array(rows);
  }

  grow(rows: number): void {
    this.#valid = grownTo(this.#valid, rows);
    this.#bad = grownTo(this.#bad, rows);
    this.#rows = grownTo(this.#rows, rows);
    this.#isListed = grownTo(this.#isListed, rows);
  }

  /** Adds what is in `buckets`, all of one coarse step, to the bucket of `into` that holds the first of them. */
  *merge(buckets: readonly Bucket[], into: Level): Generator<void, void> {
    let count = 0;
    for (const bucket of buckets) {
      for (let from = 0; from < bucket.length; from += SLICE) {
        count = this.#sum(bucket, from, count);
        yield;
      }
    }
    const target = into.bucketOf(buckets[0]?.start ?? 0, count);
    for (let from = 0; from < count; from += SLICE) {
      this.#append(target, from, Math.min(count, from + SLICE));
      yield;
    }
  }

  #sum(bucket: Bucket, from: number, already: number): number {
    let count = already;
    const to = Math.min(bucket.length, from + SLICE);
    for (let index = from; index < to; index++) {
      const row = bucket.rowAt(index);
      if (this.#isListed[row] === 0) {
        this.#isListed[row] = 1;
        this.#rows[count++] = row;
      }
      this.#valid[row] = (this.#valid[row] as number) + bucket.validAt(index);
      this.#bad[row] = (this.#bad[row] as number) + bucket.badAt(index);
    }
    return count;
  }

  #append(target: Bucket, from: number, to: number): void {
    for (let index = from; index < to; index++) {
      const row = this.#rows[index] as number;
      target.append(row, this.#valid[row] as number, this.#bad[row] as number);
      this.#isListed[row] = 0;
      this.#valid[row] = 0;
      this.#bad[row] = 0;
    }
  }
}
