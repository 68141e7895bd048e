import { CLASSES, METERED } from "./classes.ts";
import { CLASS_COUNT, type Counts, countsOf } from "./counts.ts";

const METERED_CODES = CLASSES.flatMap((name, code) => (METERED[name] ? [code] : []));
const TIMED = CLASS_COUNT;
const DURATION_US = CLASS_COUNT + 1;
const RESPONSE_BYTES = CLASS_COUNT + 2;
const WIDTH = CLASS_COUNT + 3;

/** Parallel arrays: what is added to row `row[i]`, requests of one class. */
export interface AddedRows {
  readonly row: Int32Array;
  readonly classCode: Int32Array;
  readonly requests: Float64Array;
  /** Of the requests, those without a duration. */
  readonly untimed: Float64Array;
  readonly durationUs: Float64Array;
  readonly responseBytes: Float64Array;
}

/** Sums of requests for each of many things with small integer ids: by class, durations and bytes. Grows by itself. */
export class FigureRows {
  #sums = new Float64Array(WIDTH * 64);
  /** One more than the largest row that was added to. */
  length = 0;

  /** Adds the first `length` of each array. */
  add({ row, classCode, requests, untimed, durationUs, responseBytes }: AddedRows, length: number): void {
    let last = this.length - 1;
    for (let i = 0; i < length; i++) if ((row[i] as number) > last) last = row[i] as number;
    if (last >= this.length) this.#reach(last);
    const sums = this.#sums;
    for (let i = 0; i < length; i++) {
      const at = (row[i] as number) * WIDTH;
      const count = requests[i] as number;
      const inClass = at + (classCode[i] as number);
      sums[inClass] = (sums[inClass] as number) + count;
      sums[at + TIMED] = (sums[at + TIMED] as number) + count - (untimed[i] as number);
      sums[at + DURATION_US] = (sums[at + DURATION_US] as number) + (durationUs[i] as number);
      sums[at + RESPONSE_BYTES] = (sums[at + RESPONSE_BYTES] as number) + (responseBytes[i] as number);
    }
  }

  /** Adds one row of these rows, or of others, to a row. */
  addRow(row: number, from: FigureRows, other: number): void {
    if (row >= this.length) this.#reach(row);
    for (let i = 0; i < WIDTH; i++) {
      this.#sums[row * WIDTH + i] = (this.#sums[row * WIDTH + i] as number) + (from.#sums[other * WIDTH + i] ?? 0);
    }
  }

  requestsOf(row: number): number {
    let requests = 0;
    for (let i = 0; i < CLASS_COUNT; i++) requests += this.#sums[row * WIDTH + i] ?? 0;
    return requests;
  }

  /** Those that count towards a quota. */
  meteredOf(row: number): number {
    return METERED_CODES.reduce((sum, code) => sum + (this.#sums[row * WIDTH + code] ?? 0), 0);
  }

  /** Zeros for a row that was never added to. */
  countsOf(row: number): Counts {
    return countsOf(this.#sums, row * WIDTH);
  }

  /** Requests with a duration, and the sum of theirs. */
  timedOf(row: number): { timed: number; durationUs: number } {
    return { timed: this.#sums[row * WIDTH + TIMED] ?? 0, durationUs: this.#sums[row * WIDTH + DURATION_US] ?? 0 };
  }

  responseBytesOf(row: number): number {
    return this.#sums[row * WIDTH + RESPONSE_BYTES] ?? 0;
  }

  #reach(row: number): void {
    this.length = row + 1;
    if (this.length * WIDTH <= this.#sums.length) return;
    const larger = new Float64Array(Math.max(this.#sums.length * 2, this.length * WIDTH));
    larger.set(this.#sums);
    this.#sums = larger;
  }
}
