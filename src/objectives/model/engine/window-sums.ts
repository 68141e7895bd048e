import { floorTo, HOUR_MS, invariant, MINUTE_MS } from "#kernel";
import type { Bucket } from "./bucket.ts";
import { Level } from "./level.ts";
import { TouchedRows } from "./touched-rows.ts";
import { GRID_MS, stepOf, windowFrom } from "./windows.ts";

/** Records this late still count where they belong; older ones are backfill. */
const LATE_BOUND_MS = 2 * MINUTE_MS;
/** Entries between two yields: well under a millisecond each. */
const SLICE = 4096;

interface Step {
  readonly level: Level;
  /** Windows whose tail moves on this step. */
  readonly windows: readonly number[];
}

/**
 * Valid and bad requests of many instances ("rows") in several windows that all end at one instant, kept up to date
 * by what comes in at the head and what leaves at the tails. Each count lies in one bucket only: it is handed from the 10 s
 * buckets to coarser ones when no window of the finer step needs it. Fixed memory a row: 16 B a window, 37 B beside.
 */
export class WindowSums {
  /** Window lengths in ms, ascending. */
  readonly lengths: readonly number[];
  /** All that was ever seen: valid of row r at 2r, bad at 2r + 1. */
  readonly seen: Float64Array;
  /** For each window what has left it, in the same places: what is in it is the difference. So a count is added once, not once a window. */
  readonly left: readonly Float64Array[];
  readonly #steps: readonly Step[];
  readonly #froms: Float64Array;
  #head: number;
  readonly #touched: TouchedRows;
  readonly #mergedValid: Float64Array;
  readonly #mergedBad: Float64Array;
  readonly #merged: Int32Array;

  constructor(rows: number, lengths: readonly number[], startedAt: number) {
    this.lengths = lengths;
    this.seen = new Float64Array(2 * rows);
    this.left = lengths.map(() => new Float64Array(2 * rows));
    this.#touched = new TouchedRows(rows);
    this.#steps = stepsFor(lengths);
    this.#froms = new Float64Array(lengths.length).fill(Number.NEGATIVE_INFINITY);
    this.#head = startedAt;
    this.#mergedValid = new Float64Array(rows);
    this.#mergedBad = new Float64Array(rows);
    this.#merged = new Int32Array(rows);
  }

  /** All windows end here; slots from here on are not seen yet. */
  get head(): number {
    return this.#head;
  }

  /** Counts into a slot, seen from its end on (at once when it is late). False, and nothing counted, when it is too old. */
  count(slot: number, row: number, counts: { readonly valid: number; readonly bad: number }): boolean {
    if (slot < this.#head - LATE_BOUND_MS) return false;
    if (counts.valid === 0 && counts.bad === 0) return true;
    invariant(slot % GRID_MS === 0, `slot ${slot} is not on the grid`);
    this.#finest.bucketOf(slot, 16).append(row, counts.valid, counts.bad);
    if (slot < this.#head) this.#addLate(slot, row, counts);
    return true;
  }

  /** Moves the end of all windows to `at`, in slices. Counting between slices is allowed, another `moveTo` is not. */
  *moveTo(at: number): Generator<void, void> {
    yield* this.#admit(at);
    for (const [index, step] of this.#steps.entries()) {
      for (const window of step.windows) yield* this.#expire(step.level, window, at);
      yield* this.#handDown(index);
    }
  }

  /** The first instant at which a window changes though nothing more is counted; Infinity when none will. */
  get nextAt(): number {
    let next = Number.POSITIVE_INFINITY;
    const pending = this.#finest.firstFrom(this.#head);
    if (pending !== undefined) next = pending.start + GRID_MS;
    for (const [index, step] of this.#steps.entries()) {
      for (const window of step.windows) next = Math.min(next, this.#expiryOf(window, index));
    }
    return next;
  }

  /** Marks a row as changed, so that it will be taken. */
  touch(row: number): void {
    this.#touched.touch(row);
  }

  /** A row that changed, each once, in no promised order; undefined when there is none left. */
  takeTouched(): number | undefined {
    return this.#touched.take();
  }

  get #finest(): Level {
    return (this.#steps[0] as Step).level;
  }

  #addLate(slot: number, row: number, counts: { readonly valid: number; readonly bad: number }): void {
    addTo(this.seen, row, counts);
    this.left.forEach((column, window) => {
      if (slot < (this.#froms[window] as number)) addTo(column, row, counts);
    });
    this.touch(row);
  }

  *#admit(at: number): Generator<void, void> {
    for (;;) {
      const bucket = this.#finest.firstFrom(this.#head);
      if (bucket === undefined || bucket.start >= at) break;
      for (let from = 0; from < bucket.length; from += SLICE) {
        this.#admitSlice(bucket, from);
        yield;
      }
      this.#head = bucket.start + GRID_MS;
    }
    this.#head = at;
  }

  #admitSlice(bucket: Bucket, from: number): void {
    const to = Math.min(bucket.length, from + SLICE);
    bucket.addTo(this.seen, from, to);
    this.#touched.touchAll(bucket, from, to);
  }

  *#expire(level: Level, window: number, at: number): Generator<void, void> {
    const to = windowFrom(at, this.lengths[window] as number);
    for (;;) {
      const bucket = level.firstFrom(this.#froms[window] as number);
      if (bucket === undefined || bucket.start >= to) break;
      for (let from = 0; from < bucket.length; from += SLICE) {
        const end = Math.min(bucket.length, from + SLICE);
        bucket.addTo(this.left[window] as Float64Array, from, end);
        this.#touched.touchAll(bucket, from, end);
        yield;
      }
      this.#froms[window] = bucket.start + level.stepMs;
    }
    this.#froms[window] = to;
  }

  /** Moves the buckets that this step needs no more to the next one, a whole coarse bucket at a time; past the last step they go. */
  *#handDown(index: number): Generator<void, void> {
    const step = this.#steps[index] as Step;
    const needed = this.#neededFrom(step, index);
    const coarser = this.#steps[index + 1]?.level;
    if (coarser === undefined) {
      step.level.takeBefore(needed);
      return;
    }
    for (let oldest = step.level.oldest; oldest !== undefined; oldest = step.level.oldest) {
      const end = floorTo(oldest.start, coarser.stepMs) + coarser.stepMs;
      if (end > needed) return;
      yield* this.#merge(step.level.takeBefore(end), coarser);
    }
  }

  #neededFrom(step: Step, index: number): number {
    const late = index === 0 ? this.#head - LATE_BOUND_MS : Number.POSITIVE_INFINITY;
    return step.windows.reduce((least, window) => Math.min(least, this.#froms[window] as number), late);
  }

  *#merge(buckets: readonly Bucket[], into: Level): Generator<void, void> {
    let count = 0;
    for (const bucket of buckets) {
      for (let from = 0; from < bucket.length; from += SLICE) {
        count = this.#mergeSlice(bucket, from, count);
        yield;
      }
    }
    const target = into.bucketOf(buckets[0]?.start ?? 0, count);
    for (let from = 0; from < count; from += SLICE) {
      this.#appendMerged(target, from, Math.min(count, from + SLICE));
      yield;
    }
  }

  #mergeSlice(bucket: Bucket, from: number, already: number): number {
    let count = already;
    const to = Math.min(bucket.length, from + SLICE);
    for (let index = from; index < to; index++) {
      const row = bucket.rowAt(index);
      const valid = this.#mergedValid[row] as number;
      const bad = this.#mergedBad[row] as number;
      if (valid === 0 && bad === 0) this.#merged[count++] = row;
      this.#mergedValid[row] = valid + bucket.validAt(index);
      this.#mergedBad[row] = bad + bucket.badAt(index);
    }
    return count;
  }

  #appendMerged(target: Bucket, from: number, to: number): void {
    for (let index = from; index < to; index++) {
      const row = this.#merged[index] as number;
      target.append(row, this.#mergedValid[row] as number, this.#mergedBad[row] as number);
      this.#mergedValid[row] = 0;
      this.#mergedBad[row] = 0;
    }
  }

  /** When the oldest bucket in this window leaves it; it may still lie on a finer step than the window's own. */
  #expiryOf(window: number, ownStep: number): number {
    const stepMs = (this.#steps[ownStep] as Step).level.stepMs;
    let next = Number.POSITIVE_INFINITY;
    for (let index = 0; index <= ownStep; index++) {
      const oldest = (this.#steps[index] as Step).level.firstFrom(this.#froms[window] as number);
      if (oldest === undefined) continue;
      next = Math.min(next, floorTo(oldest.start, stepMs) + stepMs + (this.lengths[window] as number));
    }
    return next;
  }
}

function addTo(
  column: Float64Array,
  row: number,
  { valid, bad }: { readonly valid: number; readonly bad: number },
): void {
  column[2 * row] = (column[2 * row] as number) + valid;
  column[2 * row + 1] = (column[2 * row + 1] as number) + bad;
}

/** The finest step is always there: it takes the counts in. */
function stepsFor(lengths: readonly number[]): Step[] {
  const steps = [...new Set([GRID_MS, ...lengths.map(stepOf)])].toSorted((a, b) => a - b);
  invariant(
    steps.every((step) => HOUR_MS % step === 0),
    "a step does not divide the hour",
  );
  return steps.map((stepMs) => ({
    level: new Level(stepMs),
    windows: lengths.flatMap((length, window) => (stepOf(length) === stepMs ? [window] : [])),
  }));
}
