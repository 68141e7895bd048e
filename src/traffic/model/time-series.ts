import { bucketOf, DAY_MS, floorTo, Histogram, HISTOGRAM_BUCKETS, HOUR_MS, MINUTE_MS } from "#kernel";
import { CLASS_COUNT, type Counts, countsOf } from "./counts.ts";

/** Lengths of a bucket; each divides the next, so that coarsening is a sum. */
const BUCKET_MS = [
  MINUTE_MS,
  5 * MINUTE_MS,
  15 * MINUTE_MS,
  HOUR_MS,
  3 * HOUR_MS,
  6 * HOUR_MS,
  DAY_MS,
  7 * DAY_MS,
  28 * DAY_MS,
];
/** More buckets than a picture has columns serve nobody. */
const BUCKETS_MAX = 600;

interface Bucket {
  readonly byClass: Float64Array;
  /** Durations by histogram bucket; absent while no request had one. */
  durations: Uint32Array | undefined;
}

/**
 * Requests by class, and durations, over time: exact counts in equal buckets. The buckets start at a minute and
 * are merged into longer ones whenever there are more than 600 with a request, so memory is bounded whatever
 * span the records cover, in whatever order they come.
 */
export class TimeSeries {
  #step = 0;
  #buckets = new Map<number, Bucket>();

  get bucketMs(): number {
    return BUCKET_MS[this.#step] ?? 28 * DAY_MS;
  }

  /** Counts one request; a negative duration means that it has none. */
  add(at: number, classCode: number, durationUs: number): void {
    const bucket = this.#bucketAt(floorTo(at, this.bucketMs));
    bucket.byClass[classCode] = (bucket.byClass[classCode] as number) + 1;
    if (durationUs < 0) return;
    const durations = (bucket.durations ??= new Uint32Array(HISTOGRAM_BUCKETS));
    const cell = bucketOf(durationUs);
    durations[cell] = (durations[cell] as number) + 1;
  }

  /** The buckets that have a request, ascending. */
  points(): { at: number; counts: Counts; durationsUs: Histogram }[] {
    const starts = [...this.#buckets.keys()].toSorted((a, b) => a - b);
    return starts.map((at) => {
      const bucket = this.#bucketAt(at);
      return { at, counts: countsOf(bucket.byClass), durationsUs: histogramOf(bucket.durations) };
    });
  }

  #bucketAt(start: number): Bucket {
    const known = this.#buckets.get(start);
    if (known !== undefined) return known;
    if (this.#buckets.size >= BUCKETS_MAX && this.#step < BUCKET_MS.length - 1) {
      this.#coarsen();
      return this.#bucketAt(floorTo(start, this.bucketMs));
    }
    const made = { byClass: new Float64Array(CLASS_COUNT), durations: undefined };
    this.#buckets.set(start, made);
    return made;
  }

  #coarsen(): void {
    this.#step++;
    const finer = this.#buckets;
    this.#buckets = new Map();
    for (const [start, bucket] of finer) {
      const into = this.#bucketAt(floorTo(start, this.bucketMs));
      addAll(into.byClass, bucket.byClass);
      if (bucket.durations !== undefined) {
        addAll((into.durations ??= new Uint32Array(HISTOGRAM_BUCKETS)), bucket.durations);
      }
    }
  }
}

function addAll(into: Float64Array | Uint32Array, from: Float64Array | Uint32Array): void {
  for (let i = 0; i < into.length; i++) into[i] = (into[i] as number) + (from[i] as number);
}

function histogramOf(durations: Uint32Array | undefined): Histogram {
  const histogram = new Histogram();
  durations?.forEach((count, bucket) => {
    if (count > 0) histogram.addBucket(bucket, count);
  });
  return histogram;
}
