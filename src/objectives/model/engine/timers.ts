interface Timer {
  readonly at: number;
  readonly row: number;
}

/** Rows to look at again at an instant, earliest first: a binary heap. Of one row only the earliest wish is kept in mind. */
export class Timers {
  readonly #heap: Timer[] = [];
  readonly #atByRow = new Map<number, number>();

  /** Infinity when there is none. */
  get nextAt(): number {
    return this.#heap[0]?.at ?? Number.POSITIVE_INFINITY;
  }

  set(row: number, at: number): void {
    if ((this.#atByRow.get(row) ?? Number.POSITIVE_INFINITY) <= at) return;
    this.#atByRow.set(row, at);
    this.#heap.push({ at, row });
    this.#up(this.#heap.length - 1);
  }

  /** Instants and rows in turn. */
  get all(): number[] {
    return [...this.#atByRow].flatMap(([row, at]) => [at, row]);
  }

  /** The next row that is due at `until`, or undefined. */
  take(until: number): number | undefined {
    while (this.nextAt <= until) {
      const { at, row } = this.#pop();
      // A later wish that an earlier one has overtaken is void.
      if (this.#atByRow.get(row) !== at) continue;
      this.#atByRow.delete(row);
      return row;
    }
    return undefined;
  }

  #pop(): Timer {
    const top = this.#heap[0] as Timer;
    const last = this.#heap.pop() as Timer;
    if (this.#heap.length > 0) {
      this.#heap[0] = last;
      this.#down(0);
    }
    return top;
  }

  #up(start: number): void {
    let index = start;
    while (index > 0) {
      const parent = (index - 1) >>> 1;
      if (this.#at(parent) <= this.#at(index)) return;
      this.#swap(parent, index);
      index = parent;
    }
  }

  #down(start: number): void {
    let index = start;
    for (;;) {
      const left = 2 * index + 1;
      const least = this.#at(left + 1) < this.#at(left) ? left + 1 : left;
      if (this.#at(index) <= this.#at(least)) return;
      this.#swap(least, index);
      index = least;
    }
  }

  #at(index: number): number {
    return this.#heap[index]?.at ?? Number.POSITIVE_INFINITY;
  }

  #swap(a: number, b: number): void {
    const timer = this.#heap[a] as Timer;
    this.#heap[a] = this.#heap[b] as Timer;
    this.#heap[b] = timer;
  }
}
