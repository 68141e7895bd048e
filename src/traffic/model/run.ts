import { atOnce, giveBack } from "#kernel";
import type { CellKeys } from "./cell-keys.ts";
import { PairSorter } from "./pair-sorter.ts";

/**
 * Sums by a key of two numbers, sorted by it, each key once. A run never changes until whoever owns it gives it back
 * (`RunMemory.giveBack`). What the numbers mean, see run-keys.ts.
 */
export interface Run {
  /** What the ids of cells mean; null where there are none. */
  readonly keys: CellKeys | null;
  readonly rows: number;
  readonly high: Uint32Array;
  readonly low: Uint32Array;
  /** Sums of a row. */
  readonly width: number;
  /** Row r has its sums in [r × width, (r + 1) × width). */
  readonly sums: Float64Array;
}

/** Memory for more rows than this is not kept for the next run. */
const KEPT_ROWS = 1 << 17;
const KEPT_BUILDERS = 4;
/** Runs of fewer rows are left to the collector: they are not worth the call. */
const GIVEN_ROWS = 1 << 10;
/** So many rows are merged at once. */
const MERGED_ROWS = 1 << 14;

/**
 * Memory in which runs are made, used again and again: memory that is fresh from the system costs more than what is done
 * in it. Nothing of it is in a run.
 *
 * And the end of the memory of runs: V8 collects what lies outside of its heap late, so that a hundred megabytes of runs
 * that were merged or written waited for it. A run has one owner: the list of a tier, or the function that made it. Who
 * reads runs of others in a later turn holds all of them meanwhile.
 */
export class RunMemory {
  readonly sorter = new PairSorter();
  readonly #free = new Map<number, RunBuilder[]>();
  #holders = 0;

  /** No run is given back until as many times `letGo` was called. */
  hold(): void {
    this.#holders++;
  }

  letGo(): void {
    this.#holders--;
  }

  /** Gives the memory of a run back to the system at once, unless runs are held. The owner calls it, and nobody reads the run again. */
  giveBack(run: Run): void {
    if (this.#holders === 0 && run.rows >= GIVEN_ROWS) giveBack(run.high, run.low, run.sums);
  }

  /** An empty builder; `run` and `sorted` give it back. */
  builder({ keys, width }: Pick<Run, "keys" | "width">): RunBuilder {
    const builder = this.#free.get(width)?.pop() ?? new RunBuilder(this, width);
    builder.begin(keys);
    return builder;
  }

  /** Takes back a builder that nobody uses any more. */
  take(builder: RunBuilder): void {
    const free = this.#free.get(builder.width) ?? [];
    this.#free.set(builder.width, free);
    if (free.length < KEPT_BUILDERS && builder.high.length <= KEPT_ROWS) free.push(builder);
    else giveBack(builder.high, builder.low, builder.sums);
  }
}

/** Collects rows for a run. */
export class RunBuilder {
  rows = 0;
  keys: CellKeys | null = null;
  readonly width: number;
  high = new Uint32Array(0);
  low = new Uint32Array(0);
  sums = new Float64Array(0);
  readonly #memory: RunMemory;

  constructor(memory: RunMemory, width: number) {
    this.#memory = memory;
    this.width = width;
  }

  begin(keys: CellKeys | null): void {
    this.rows = 0;
    this.keys = keys;
  }

  /** Makes room for so many rows in all. */
  reserve(rows: number): void {
    if (rows <= this.high.length) return;
    const room = Math.max(16, rows, this.high.length * 2);
    const { high, low, sums, width } = this;
    this.high = new Uint32Array(room);
    this.low = new Uint32Array(room);
    this.sums = new Float64Array(room * width);
    this.high.set(high.subarray(0, this.rows));
    this.low.set(low.subarray(0, this.rows));
    this.sums.set(sums.subarray(0, this.rows * width));
    giveBack(high, low, sums);
  }

  /** A row of this key: the last one, if it has it, else a new one with sums of 0. */
  rowOf(high: number, low: number): number {
    const last = this.rows - 1;
    if (last >= 0 && this.low[last] === low && this.high[last] === high) return last;
    const row = this.rows;
    if (row === this.high.length) this.reserve(row * 2 + 1);
    this.high[row] = high;
    this.low[row] = low;
    for (let at = row * this.width; at < (row + 1) * this.width; at++) this.sums[at] = 0;
    return this.rows++;
  }

  /** Adds the sums of row `row` of `from` to those of the key. */
  add(high: number, low: number, from: { readonly sums: Float64Array }, row: number): void {
    const { width } = this;
    const at = this.rowOf(high, low) * width;
    addSums(from.sums, row * width, this.sums, at, width);
  }

  /** Adds rows [from, to) of a run as they are. */
  addRows(run: Omit<Run, "keys" | "width">, from = 0, to = run.rows): void {
    const { width } = this;
    this.reserve(this.rows + to - from);
    this.high.set(run.high.subarray(from, to), this.rows);
    this.low.set(run.low.subarray(from, to), this.rows);
    this.sums.set(run.sums.subarray(from * width, to * width), this.rows * width);
    this.rows += to - from;
  }

  /** The run, when rows were added in the order of their keys. */
  run(): Run {
    const { keys, rows, width } = this;
    const high = this.high.slice(0, rows);
    const low = this.low.slice(0, rows);
    const sums = this.sums.slice(0, rows * width);
    this.#memory.take(this);
    return { keys, rows, width, high, low, sums };
  }

  /** The run, in whatever order rows were added. */
  sorted(): Run {
    const { rows } = this;
    const { sorter } = this.#memory;
    const room = sorter.room(rows);
    room.high.set(this.high.subarray(0, rows));
    room.low.set(this.low.subarray(0, rows));
    const { high, low, order } = sorter.sorted({ length: rows, ordered: true });
    const sorted = this.#memory.builder(this);
    sorted.reserve(rows);
    for (let row = 0; row < rows; row++) {
      sorted.add(high[row] as number, low[row] as number, this, order[row] as number);
    }
    this.#memory.take(this);
    return sorted.run();
  }
}

/** The sum of two runs of the same keys. */
export function mergedRun(a: Run, b: Run, memory: RunMemory): Run {
  return atOnce(mergeSlices(a, b, memory));
}

/** The same in slices of a few milliseconds. It need not be gone on with once a run is no more. */
export function* mergeSlices(a: Run, b: Run, memory: RunMemory): Generator<void, Run> {
  const merged = memory.builder(a);
  merged.reserve(a.rows + b.rows);
  const next = { a: 0, b: 0 };
  while (next.a < a.rows && next.b < b.rows) {
    mergeSome(a, b, { merged, next, end: merged.rows + MERGED_ROWS });
    yield;
  }
  merged.addRows(a, next.a);
  merged.addRows(b, next.b);
  return merged.run();
}

interface Merging {
  readonly merged: RunBuilder;
  /** The next row of each. */
  readonly next: { a: number; b: number };
  /** How many rows there are to be, at most. */
  readonly end: number;
}

function mergeSome(a: Run, b: Run, { merged, next, end }: Merging): void {
  const { high, low, sums, width } = merged;
  let { a: rowA, b: rowB } = next;
  let { rows } = merged;
  while (rowA < a.rows && rowB < b.rows && rows < end) {
    const [highA, highB] = [a.high[rowA] as number, b.high[rowB] as number];
    const [lowA, lowB] = [a.low[rowA] as number, b.low[rowB] as number];
    const isFirst = highA < highB || (highA === highB && lowA <= lowB);
    high[rows] = isFirst ? highA : highB;
    low[rows] = isFirst ? lowA : lowB;
    if (isFirst) copySums(a.sums, rowA++ * width, sums, rows * width, width);
    else copySums(b.sums, rowB++ * width, sums, rows * width, width);
    if (highA === highB && lowA === lowB) addSums(b.sums, rowB++ * width, sums, rows * width, width);
    rows++;
  }
  [next.a, next.b, merged.rows] = [rowA, rowB, rows];
}

function copySums(from: Float64Array, start: number, to: Float64Array, at: number, width: number): void {
  for (let i = 0; i < width; i++) to[at + i] = from[start + i] as number;
}

function addSums(from: Float64Array, start: number, to: Float64Array, at: number, width: number): void {
  for (let i = 0; i < width; i++) to[at + i] = (to[at + i] as number) + (from[start + i] as number);
}
