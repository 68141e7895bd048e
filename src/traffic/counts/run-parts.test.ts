import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { type Run, RunMemory } from "../model/run.ts";
import { firstSlice, type RunPart, rowsIn } from "./run-parts.ts";

const rows = fc.array(fc.tuple(fc.nat(3), fc.nat(40), fc.integer({ min: 1, max: 9 })), { minLength: 1, maxLength: 60 });

test("slices of parts follow each other in the order of keys, and have each sum once", () => {
  const memory = new RunMemory();
  fc.assert(
    fc.property(fc.array(rows, { minLength: 1, maxLength: 4 }), fc.integer({ min: 1, max: 30 }), (all, most) => {
      let parts: readonly RunPart[] = all.map((one) => wholeOf(one, memory));
      const sums = new Map<number, number>();
      for (let last = -1; parts.length > 0;) {
        const before = rowsIn(parts);
        const { slice, rest } = firstSlice(parts, most, memory);
        for (let row = slice.from; row < slice.to; row++) {
          const key = slice.run.high[row]! * 100 + slice.run.low[row]!;
          assert(key > last);
          last = key;
          sums.set(key, slice.run.sums[row]!);
        }
        assert(rowsIn(rest) < before);
        parts = rest;
      }
      const byHand = new Map<number, number>();
      for (const [high, low, sum] of all.flat()) {
        byHand.set(high * 100 + low, (byHand.get(high * 100 + low) ?? 0) + sum);
      }
      assert.deepEqual(
        [...sums],
        [...byHand].toSorted(([a], [b]) => a - b),
      );
    }),
  );
});

function wholeOf(all: readonly (readonly [high: number, low: number, sum: number])[], memory: RunMemory): RunPart {
  const builder = memory.builder({ keys: null, width: 1 });
  for (const [high, low, sum] of all) builder.add(high, low, { sums: Float64Array.of(sum) }, 0);
  const run: Run = builder.sorted();
  return { run, from: 0, to: run.rows, first: 0 };
}
