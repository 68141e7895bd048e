import { CLASS_COUNT, type Counts, countsOf } from "./counts.ts";

/** Requests by class for each of many things with small integer ids (clients, operations, APIs). Grows by itself. */
export class ClassRows {
  #counts = new Float64Array(CLASS_COUNT * 64);
  /** One more than the largest id counted. */
  length = 0;

  add(id: number, classCode: number): void {
    if (id >= this.length) this.#reach(id);
    const cell = id * CLASS_COUNT + classCode;
    this.#counts[cell] = (this.#counts[cell] as number) + 1;
  }

  /** Zeros for an id that was never counted. */
  countsOf(id: number): Counts {
    return countsOf(this.#counts, id * CLASS_COUNT);
  }

  #reach(id: number): void {
    this.length = id + 1;
    if (this.length * CLASS_COUNT <= this.#counts.length) return;
    const larger = new Float64Array(Math.max(this.#counts.length * 2, this.length * CLASS_COUNT));
    larger.set(this.#counts);
    this.#counts = larger;
  }
}
