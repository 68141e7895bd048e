import assert from "node:assert/strict";
import { test } from "node:test";
import { type Run, RunMemory } from "../model/run.ts";
import { OpenRuns } from "./open-runs.ts";

const ROWS = 40_000;

/** Keys 0, 1, 2 …, each with a sum of 1. */
function runOf(memory: RunMemory, rows = ROWS): Run {
  const builder = memory.builder({ keys: null, width: 1 });
  for (let key = 0; key < rows; key++) builder.add(0, key, { sums: Float64Array.of(1) }, 0);
  return builder.run();
}

test("long runs are merged in slices, and what is added meanwhile is in the sum", () => {
  const memory = new RunMemory();
  const open = new OpenRuns(memory);
  open.add(7, runOf(memory));
  open.add(7, runOf(memory));
  let slices = 0;
  for (const _ of open.merge()) {
    open.add(7, runOf(memory, 10));
    slices++;
  }
  const [[step, runs]] = [...open] as [readonly [number, readonly Run[]]];
  const counted = runs.reduce((sum, { sums }) => sum + sums.reduce((of, one) => of + one, 0), 0);
  assert.deepEqual([step, runs[0]?.rows, counted], [7, ROWS, 2 * ROWS + slices * 10]);
  assert.equal(
    open.rows,
    runs.reduce((sum, { rows }) => sum + rows, 0),
  );
  assert(slices > 2);
});

test("runs that are taken away and given back while they are merged are left alone", () => {
  const memory = new RunMemory();
  const open = new OpenRuns(memory);
  const runs = [runOf(memory), runOf(memory)];
  for (const run of runs) open.add(7, run);
  const slices = open.merge();
  slices.next();
  open.remove(7, runs);
  for (const run of runs) memory.giveBack(run);
  assert.deepEqual([...slices].length, 1);
  assert.deepEqual([open.rows, [...open]], [0, []]);
});
