import { mergedRun, mergeSlices, type Run, type RunMemory } from "../model/run.ts";

/** Runs that have more rows together are merged in slices: it takes a millisecond for each 10,000 rows. */
const AT_ONCE_ROWS = 1 << 15;

/** Two runs of a step, one after the other. */
type Pair = readonly [older: Run, newer: Run];

/** The runs of a tier whose time is not over, by step. Once merged, nearly each is shorter than the one before. */
export class OpenRuns {
  /** In all runs. */
  rows = 0;
  readonly #runs = new Map<number, Run[]>();
  readonly #memory: RunMemory;
  #merging: Generator<void, void> | undefined;

  constructor(memory: RunMemory) {
    this.#memory = memory;
  }

  [Symbol.iterator](): IterableIterator<readonly [step: number, runs: readonly Run[]]> {
    return this.#runs.entries();
  }

  /** Adds a run that has rows, and merges some when that takes no time. */
  add(step: number, run: Run): void {
    this.append(step, run);
    const pair = this.#pairOf(step, AT_ONCE_ROWS);
    if (pair !== undefined) this.#replace(step, pair, mergedRun(...pair, this.#memory));
  }

  /** Adds a run, and merges nothing. */
  append(step: number, run: Run): void {
    const runs = this.#runs.get(step) ?? [];
    this.#runs.set(step, runs);
    runs.push(run);
    this.rows += run.rows;
  }

  /** Takes runs out: the caller owns them from then on. */
  remove(step: number, removed: readonly Run[]): void {
    const runs = this.#runs.get(step) ?? [];
    const kept = runs.filter((run) => !removed.includes(run));
    if (kept.length === 0) this.#runs.delete(step);
    else this.#runs.set(step, kept);
    for (const { rows } of removed) this.rows -= rows;
  }

  /** Merges all that there is to merge, in slices; between them runs may come and go. */
  *merge(): Generator<void, void> {
    for (const step of this.#runs.keys()) {
      for (let pair = this.#pairOf(step); pair !== undefined; pair = this.#pairOf(step)) {
        yield* this.#mergePair(step, pair);
        yield;
      }
    }
  }

  /** The next slice of such a merge. Answers whether all is merged. */
  mergeSome(): boolean {
    this.#merging ??= this.merge();
    const isDone = this.#merging.next().done === true;
    if (isDone) this.#merging = undefined;
    return isDone;
  }

  *#mergePair(step: number, pair: Pair): Generator<void, void> {
    const slices = mergeSlices(...pair, this.#memory);
    while (this.#has(step, pair)) {
      const slice = slices.next();
      if (slice.done === true) {
        this.#replace(step, pair, slice.value);
        return;
      }
      yield;
    }
  }

  /** The last two runs that are to be merged, and have at most so many rows together. */
  #pairOf(step: number, rowsMax = Infinity): Pair | undefined {
    const runs = this.#runs.get(step) ?? [];
    for (let last = runs.length - 1; last > 0; last--) {
      const [older, newer] = [runs[last - 1] as Run, runs[last] as Run];
      if (newer.rows < older.rows || newer.keys !== older.keys) continue;
      if (older.rows + newer.rows <= rowsMax) return [older, newer];
    }
    return undefined;
  }

  #has(step: number, [older, newer]: Pair): boolean {
    const runs = this.#runs.get(step) ?? [];
    return runs.includes(older) && runs.includes(newer);
  }

  #replace(step: number, [older, newer]: Pair, merged: Run): void {
    const runs = this.#runs.get(step) as Run[];
    runs.splice(runs.indexOf(older), 2, merged);
    this.rows += merged.rows - older.rows - newer.rows;
    this.#memory.giveBack(older);
    this.#memory.giveBack(newer);
  }
}
