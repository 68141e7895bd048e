import assert from "node:assert/strict";
import { test } from "node:test";
import { SaveReader, SaveWriter } from "#kernel";
import { CellKeys } from "../model/cell-keys.ts";
import { type Run, RunMemory } from "../model/run.ts";
import { HeldRuns, restoredRuns } from "./held-runs.ts";

test("a run that was saved comes back as it was, and its memory is its own to give back, whatever its size", async () => {
  for (const rows of [1, 1_000, 1_024, 1_500, 2_047, 2_048, 5_000]) {
    const memory = new RunMemory();
    const [restored, other] = (await savedAndRestored([runOf(rows, memory), runOf(rows, memory)])) as [Run, Run];
    assert.deepEqual({ ...restored }, { ...runOf(rows, memory) }, `${rows} rows`);
    memory.giveBack(restored);
    assert.deepEqual({ ...other }, { ...runOf(rows, memory) }, `the one beside ${rows} rows`);
  }
});

async function savedAndRestored(runs: readonly Run[]): Promise<readonly Run[]> {
  const held = new HeldRuns(new CellKeys());
  for (const run of runs) held.hold(run);
  const to = new SaveWriter();
  await held.save(to, []);
  return restoredRuns(new SaveReader(to.finish())).runs;
}

function runOf(rows: number, memory: RunMemory): Run {
  const builder = memory.builder({ keys: null, width: 1 });
  for (let row = 0; row < rows; row++) builder.add(row, row, { sums: Float64Array.of(row) }, 0);
  return builder.run();
}
