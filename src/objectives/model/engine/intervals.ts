import type { Interval } from "#kernel";

/** A set of instants: sorted intervals that do not touch. */
export class Intervals {
  readonly #from: number[] = [];
  readonly #to: number[] = [];
  /** By interval, how much lies in those before it: known for the first ones, computed when asked for. */
  readonly #before: number[] = [0];

  /** Adds [from, to), in any order, overlapping or not. An empty one adds nothing. */
  add({ from, to }: Interval): void {
    if (from >= to) return;
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

  /** Takes [from, to) out, whatever of it is in. */
  remove({ from, to }: Interval): void {
    if (from >= to) return;
    const last = lastAtMost(this.#from, from);
    const first = last >= 0 && (this.#to[last] as number) > from ? last : last + 1;
    let behind = first;
    while (behind < this.#from.length && (this.#from[behind] as number) < to) behind++;
    if (behind === first) return;
    const [start, end] = [this.#from[first] as number, this.#to[behind - 1] as number];
    const rest = [
      { from: start, to: from },
      { from: to, to: end },
    ].filter((one) => one.from < one.to);
    this.#from.splice(first, behind - first, ...rest.map((one) => one.from));
    this.#to.splice(first, behind - first, ...rest.map((one) => one.to));
    this.#before.length = Math.min(this.#before.length, first + 1);
  }

  /** Starts and ends, in two lists. */
  get bounds(): { readonly from: readonly number[]; readonly to: readonly number[] } {
    return { from: this.#from, to: this.#to };
  }

  /** How much of [from, to) is in, ms. */
  coveredMs({ from, to }: Interval): number {
    return Math.max(0, this.#lengthUntil(to) - this.#lengthUntil(from));
  }

  /** The next instant from `at` on that is in; Infinity when none is. */
  nextCovered(at: number): number {
    const index = lastAtMost(this.#from, at);
    if (index >= 0 && (this.#to[index] as number) > at) return at;
    return this.#from[index + 1] ?? Number.POSITIVE_INFINITY;
  }

  /** The next instant from `at` on that is not in. */
  nextUncovered(at: number): number {
    const index = lastAtMost(this.#from, at);
    return Math.max(at, this.#to[index] ?? at);
  }

  /** The end of what is in last before `at`, at most `at`; −Infinity when nothing is. */
  coveredUntil(at: number): number {
    const index = lastAtMost(this.#from, at - 1);
    return Math.min(at, this.#to[index] ?? Number.NEGATIVE_INFINITY);
  }

  /** How much is in before `at`. */
  #lengthUntil(at: number): number {
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
