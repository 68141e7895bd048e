import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { DAY_MS, HOUR_MS, MINUTE_MS } from "#kernel";
import { coverOf } from "./time-cover.ts";

const STEPS = [MINUTE_MS, HOUR_MS, DAY_MS];

test("pieces follow each other without gap or overlap, lie on the steps of their level, and are as few as there can be", () => {
  const minute = fc.integer({ min: 0, max: 100 * 1_440 });
  fc.assert(
    fc.property(minute, minute, fc.integer({ min: 0, max: 2 }), (from, length, coarsest) => {
      const range = { from: from * MINUTE_MS, to: (from + length) * MINUTE_MS };
      const pieces = coverOf(range, STEPS, coarsest);
      let at = range.from;
      for (const piece of pieces) {
        const step = STEPS[piece.level]!;
        assert.deepEqual([piece.from, piece.from % step, piece.to % step, piece.to > piece.from], [at, 0, 0, true]);
        at = piece.to;
      }
      assert.equal(at, Math.max(range.from, range.to));
      for (const { level, from: start, to } of pieces.filter((piece) => piece.level < coarsest)) {
        const coarser = STEPS[level + 1]!;
        assert(Math.ceil(start / coarser) * coarser + coarser > to, "a coarser step would have fitted");
      }
    }),
  );
});
