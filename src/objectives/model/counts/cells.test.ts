import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { Cells, seriesOf, slotOf } from "./cells.ts";

test("cells hold what a map would, in whatever order they are filled, and come back by slot, then series", () => {
  const entry = fc.tuple(fc.integer({ min: 150_000_000, max: 150_000_400 }), fc.integer({ min: 0, max: 300 }));
  fc.assert(
    fc.property(fc.array(entry, { maxLength: 20_000, minLength: 1, size: "max" }), (entries) => {
      const cells = new Cells(3);
      const oracle = new Map<string, number>();
      for (const [slot, series] of entries) {
        const offset = cells.row(slot, series) + 2;
        cells.counts[offset] = (cells.counts[offset] ?? 0) + 1;
        oracle.set(`${slot} ${series}`, (oracle.get(`${slot} ${series}`) ?? 0) + 1);
      }
      const keys = [...cells.sortedKeys()];
      assert.deepEqual(
        keys,
        keys.toSorted((a, b) => (slotOf(a) === slotOf(b) ? seriesOf(a) - seriesOf(b) : slotOf(a) - slotOf(b))),
      );
      const found = new Map(
        keys.map((key) => [`${slotOf(key)} ${seriesOf(key)}`, cells.counts[cells.offsetOf(key) + 2]]),
      );
      assert.equal(found.size, oracle.size);
      for (const [key, count] of oracle) assert.equal(found.get(key), count);
    }),
    { numRuns: 20 },
  );
});
