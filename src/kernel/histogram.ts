/** Buckets in each doubling of the value. */
const STEPS = 64;
const STEP_BITS = 6;
/** Doublings above the exact values: up to 2^40, 12 days when the unit is µs; beyond it, the last bucket. */
const DOUBLINGS = 34;
const BUCKETS = (DOUBLINGS + 1) * STEPS;

const float = new Float64Array(1);
const words = new Uint32Array(float.buffer);

/**
 * A log-linear histogram of non-negative integers (durations in µs): 64 equal buckets in each doubling, so a
 * reported value is within `HISTOGRAM_BOUND` of a true one. Integers below 64 are exact. Histograms of two inputs
 * add up, bucket by bucket, to that of both.
 */
export class Histogram {
  readonly counts = new Float64Array(BUCKETS);
  total = 0;

  add(value: number): void {
    const bucket = bucketOf(value);
    this.counts[bucket] = (this.counts[bucket] ?? 0) + 1;
    this.total++;
  }

  /** Adds `count` values that were already put in a bucket by `bucketOf`. */
  addBucket(bucket: number, count: number): void {
    this.counts[bucket] = (this.counts[bucket] ?? 0) + count;
    this.total += count;
  }

  /** The value at rank ⌈q × total⌉, within the bound; null when empty. `q` in (0, 1]. */
  quantile(q: number): number | null {
    return this.quantiles([q])[0] ?? null;
  }

  /** The same for several `q`, ascending, in one walk; nothing when empty. */
  quantiles(qs: readonly number[]): number[] {
    const ranks = qs.map((q) => Math.max(1, Math.ceil(q * this.total)));
    const found: number[] = [];
    let sum = 0;
    for (let bucket = 0; bucket < BUCKETS && found.length < ranks.length; bucket++) {
      sum += this.counts[bucket] as number;
      while (found.length < ranks.length && sum >= (ranks[found.length] as number)) found.push(bucketMiddle(bucket));
    }
    return found;
  }

  /** How many values are surely ≤ `limit`: those of the bucket that `limit` cuts are left out. A lower bound. */
  atMost(limit: number): number {
    let sum = 0;
    for (const [bucket, count] of this.counts.entries()) {
      if (lowestOf(bucket + 1) - 1 > limit) break;
      sum += count;
    }
    return sum;
  }
}

/** The greatest relative distance between a reported quantile and the true one: half a bucket. */
export const HISTOGRAM_BOUND = 0.5 / STEPS;

/** How many buckets there are; a bucket number is below it. */
export const HISTOGRAM_BUCKETS = BUCKETS;

/** The bucket of an integer ≥ 0: from the exponent and the top bits of the fraction of its float64. */
export function bucketOf(value: number): number {
  if (value < STEPS) return value;
  float[0] = value;
  const high = words[1] as number;
  const bucket = ((high >>> 20) - 1023 - STEP_BITS + 1) * STEPS + ((high >>> (20 - STEP_BITS)) & (STEPS - 1));
  return bucket < BUCKETS ? bucket : BUCKETS - 1;
}

function lowestOf(bucket: number): number {
  if (bucket < STEPS) return bucket;
  const doubling = Math.floor(bucket / STEPS) - 1;
  return (STEPS + (bucket % STEPS)) * 2 ** doubling;
}

/** What is reported for a value of a bucket: within the bound of each. */
export function bucketMiddle(bucket: number): number {
  const lowest = lowestOf(bucket);
  return lowest + (lowestOf(bucket + 1) - 1 - lowest) / 2;
}
