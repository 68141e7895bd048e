import { mergedRun, type Run, type RunMemory } from "../model/run.ts";
import { BLOCK_ROWS_MAX } from "./block.ts";

/** Rows [from, to) of a run of a file whose first step is `first`. */
export interface RunPart {
  readonly run: Run;
  readonly from: number;
  readonly to: number;
  readonly first: number;
}

/** How many rows all of the parts have. */
export function rowsIn(parts: readonly RunPart[]): number {
  return parts.reduce((sum, { from, to }) => sum + to - from, 0);
}

/** The rows of a part whose high halves lie in a range; its end is not in it. */
export function narrowedPart(part: RunPart, [least, end]: readonly [least: number, end: number]): RunPart {
  const { high } = part.run;
  return {
    ...part,
    from: Math.max(part.from, firstFrom(high, least)),
    to: Math.min(part.to, firstFrom(high, end)),
  };
}

/** The same rows in parts of at most a block; none when the part has none. */
export function inBlocks(part: RunPart): RunPart[] {
  const parts: RunPart[] = [];
  for (let { from } = part; from < part.to; from += BLOCK_ROWS_MAX) {
    parts.push({ ...part, from, to: Math.min(part.to, from + BLOCK_ROWS_MAX) });
  }
  return parts;
}

/**
 * The same rows, where parts too short for a good block are united if they go to the same file. The memory of runs that
 * were united is given back.
 */
export function inFewParts(parts: readonly RunPart[], memory: RunMemory): RunPart[] {
  const isLong = ({ from, to }: RunPart): boolean => to - from >= BLOCK_ROWS_MAX;
  const few = parts.filter(isLong);
  const short = Map.groupBy(
    parts.filter((part) => !isLong(part)),
    ({ first }) => first,
  );
  for (const ofFile of short.values()) {
    for (const ofKeys of Map.groupBy(ofFile, ({ run }) => run.keys).values()) few.push(unitedPart(ofKeys, memory));
  }
  return few;
}

function unitedPart(parts: readonly RunPart[], memory: RunMemory): RunPart {
  const [one] = parts as [RunPart];
  if (parts.length === 1) return one;
  const united = memory.builder(one.run);
  for (const { run, from, to } of parts) united.addRows(run, from, to);
  const run = united.sorted();
  for (const part of parts) memory.giveBack(part.run);
  return { run, from: 0, to: run.rows, first: one.first };
}

/**
 * The first rows of parts of one file and the same keys, merged: about `most` of all parts, so that merging a long part
 * with others keeps nobody waiting. And what is left of the parts.
 */
export function firstSlice(
  parts: readonly RunPart[],
  most: number,
  memory: RunMemory,
): { readonly slice: RunPart; readonly rest: readonly RunPart[] } {
  const [longest] = parts.toSorted((a, b) => b.to - b.from - (a.to - a.from)) as [RunPart];
  const end = longest.from + Math.ceil((most * (longest.to - longest.from)) / rowsIn(parts));
  const ends = parts.map((part) => (end < longest.to ? firstNotBelow(part, longest.run, end) : part.to));
  const cut = parts.map((part, index) => ({ ...part, to: ends[index] as number })).filter(hasRows);
  const rest = parts.map((part, index) => ({ ...part, from: ends[index] as number })).filter(hasRows);
  const [first, second, ...others] = cut as [RunPart, ...RunPart[]];
  if (second === undefined) return { slice: first, rest };
  const run = sumOf(first, [second, ...others], memory);
  return { slice: { run, from: 0, to: run.rows, first: first.first }, rest };
}

/** A run of its own. */
function sumOf(first: RunPart, [second, ...others]: readonly [RunPart, ...RunPart[]], memory: RunMemory): Run {
  let sum = mergedRun(viewOf(first), viewOf(second), memory);
  for (const part of others) {
    const more = mergedRun(sum, viewOf(part), memory);
    memory.giveBack(sum);
    sum = more;
  }
  return sum;
}

function hasRows({ from, to }: RunPart): boolean {
  return from < to;
}

/** The rows of a part as a run that shares its memory. */
export function viewOf({ run, from, to }: RunPart): Run {
  return {
    ...run,
    rows: to - from,
    high: run.high.subarray(from, to),
    low: run.low.subarray(from, to),
    sums: run.sums.subarray(from * run.width, to * run.width),
  };
}

/** The first row of a part whose key is not below that of row `row` of a run. */
function firstNotBelow({ run, from: start, to: end }: RunPart, of: Run, row: number): number {
  const [high, low] = [of.high[row] as number, of.low[row] as number];
  let [from, to] = [start, end];
  while (from < to) {
    const middle = (from + to) >>> 1;
    const highHere = run.high[middle] as number;
    if (highHere < high || (highHere === high && (run.low[middle] as number) < low)) from = middle + 1;
    else to = middle;
  }
  return from;
}

/** The first place in ascending numbers at which one is not below `least`. */
function firstFrom(ascending: Uint32Array, least: number): number {
  let [from, to] = [0, ascending.length];
  while (from < to) {
    const middle = (from + to) >>> 1;
    if ((ascending[middle] as number) < least) from = middle + 1;
    else to = middle;
  }
  return from;
}
