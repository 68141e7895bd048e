import assert from "node:assert/strict";
import { test } from "node:test";
import { CellKeys } from "../model/cell-keys.ts";
import { SUM_WIDTH } from "../model/cells.ts";
import { type Run, RunMemory } from "../model/run.ts";
import { LEVELS } from "./levels.ts";
import { CELLS } from "./row-kind.ts";
import { Tier } from "./tier.ts";

const STEP = 1_000;

function runOf(keys: CellKeys, memory: RunMemory, rows: number): Run {
  const builder = memory.builder({ keys, width: SUM_WIDTH });
  for (let row = 0; row < rows; row++) builder.rowOf(row, 0);
  return builder.run();
}

test("rows with keys that are used no more are written soon, and others stay open", () => {
  const memory = new RunMemory();
  const [level] = LEVELS;
  const tier = new Tier({ directory: "", now: () => 0, memory, level, kind: CELLS, coarser: undefined });
  const [old, now] = [new CellKeys(), new CellKeys()];
  tier.add(STEP, runOf(old, memory, 5));
  tier.add(STEP, runOf(now, memory, 3));
  tier.add(STEP + 1, runOf(now, memory, 2));
  tier.releaseOlder(now);
  assert.deepEqual([tier.openRows, tier.closingRows], [5, 5]);
  tier.releaseOlder(now);
  assert.deepEqual([tier.openRows, tier.closingRows], [5, 5]);
});
