import type { Interval, SaveReader, SaveWriter } from "#kernel";

/** The time that a source watched, as marks come in: sorted intervals that do not touch. */
export class Coverage {
  /** Where the first mark ever began; Infinity before there is one. */
  startedAt = Number.POSITIVE_INFINITY;
  readonly #from: number[] = [];
  readonly #to: number[] = [];
  /** By interval, how much was watched before it: known for the first ones, computed when asked for. */
  readonly #before: number[] = [0];

  /** Adds a mark; late ones too, in any order, overlapping or not. An empty one adds nothing. */
  mark({ from, to }: Interval): void {
    if (from >= to) return;
    this.startedAt = Math.min(this.startedAt, from);
    // The last interval that begins at `from` or before, when it reaches `from`, else the one behind it.
    let first = lastAtMost(this.#from, from);
    if (first < 0 || (this.#to[first] as number) < from) first++;
    let behind = first;
    while (behind < this.#from.length && (this.#from[behind] as number) <= to) behind++;
    const merged = behind > first;
    const start = merged ? Math.min(from, this.#from[first] as number) : from;
    const end = merged ? Math.max(to, this.#to[behind - 1] as number) : to;
    this.#from.splice(first, behind - first, start);
    this.#to.splice(first, behind - first, end);
    this.#before.length = Math.min(this.#before.length, first + 1);
  }

  save(to: SaveWriter): void {
    to.numbers("from", Float64Array.from(this.#from));
    to.numbers("to", Float64Array.from(this.#to));
  }

  restore(from: SaveReader): void {
    const ends = from.float64("to");
    from.float64("from").forEach((start, index) => this.mark({ from: start, to: ends[index] as number }));
  }

  /** How much of [from, to) was watched, ms. */
  coveredMs({ from, to }: Interval): number {
    return Math.max(0, this.#watchedUntil(to) - this.#watchedUntil(from));
  }

  /** The next instant after `at` that is watched again; `at` itself when it is watched, Infinity when none is known. */
  nextCovered(at: number): number {
    const index = lastAtMost(this.#from, at);
    if (index >= 0 && (this.#to[index] as number) > at) return at;
    return this.#from[index + 1] ?? Number.POSITIVE_INFINITY;
  }

  /** The next instant from `at` on that is not watched; `at` itself when it is not. */
  nextUncovered(at: number): number {
    const index = lastAtMost(this.#from, at);
    return Math.max(at, this.#to[index] ?? at);
  }

  /** The end of what was watched last before `at`, at most `at`; −Infinity when nothing is known to have been. */
  coveredUntil(at: number): number {
    const index = lastAtMost(this.#from, at - 1);
    return Math.min(at, this.#to[index] ?? Number.NEGATIVE_INFINITY);
  }

  /** How much was watched before `at`. */
  #watchedUntil(at: number): number {
    const index = lastAtMost(this.#from, at);
    if (index < 0) return 0;
    for (let i = this.#before.length; i <= index; i++) {
      this.#before.push((this.#before[i - 1] as number) + (this.#to[i - 1] as number) - (this.#from[i - 1] as number));
    }
    return (this.#before[index] as number) + Math.min(at, this.#to[index] as number) - (this.#from[index] as number);
  }
}

/** The last index whose value is at most `limit`; −1 when none is. */
function lastAtMost(ascending: readonly number[], limit: number): number {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((ascending[middle] as number) <= limit) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
