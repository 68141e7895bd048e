import { floorTo } from "#kernel";
import { Bucket } from "./bucket.ts";

/** The non-empty buckets of one step length, oldest first. Old ones leave at the front, new ones come near the end. */
export class Level {
  readonly stepMs: number;
  readonly #buckets: Bucket[] = [];

  constructor(stepMs: number) {
    this.stepMs = stepMs;
  }

  /** The bucket that holds this instant, made when there is none, with room for `capacity` entries at least. */
  bucketOf(instant: number, capacity: number): Bucket {
    const start = floorTo(instant, this.stepMs);
    const last = this.#buckets.at(-1);
    if (last?.start === start) return last;
    const index = this.#indexFrom(start);
    const known = this.#buckets[index];
    if (known?.start === start) return known;
    // As large as its neighbour: a slot is like the one before.
    const made = new Bucket(start, Math.max(capacity, this.#buckets[index - 1]?.length ?? 0));
    this.#buckets.splice(index, 0, made);
    return made;
  }

  /** The first bucket that starts at `instant` or later. */
  firstFrom(instant: number): Bucket | undefined {
    return this.#buckets[this.#indexFrom(instant)];
  }

  /** Takes out the buckets that start before `instant`. */
  takeBefore(instant: number): Bucket[] {
    return this.#buckets.splice(0, this.#indexFrom(instant));
  }

  get oldest(): Bucket | undefined {
    return this.#buckets[0];
  }

  #indexFrom(instant: number): number {
    let low = 0;
    let high = this.#buckets.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#buckets[middle] as Bucket).start < instant) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
