import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { Coverage } from "./coverage.ts";

const marks = fc.array(
  fc.tuple(fc.integer({ min: 0, max: 60 }), fc.integer({ min: 0, max: 9 })).map(([from, length]) => ({
    from,
    to: from + length,
  })),
  { maxLength: 12 },
);

test("marks in any order, overlapping or not, cover what a bitmap of them covers", () => {
  fc.assert(
    fc.property(marks, fc.integer({ min: 0, max: 60 }), fc.integer({ min: 0, max: 60 }), (list, a, b) => {
      const coverage = new Coverage();
      const bitmap = new Uint8Array(80);
      for (const mark of list) {
        coverage.mark(mark);
        bitmap.fill(1, mark.from, mark.to);
      }
      const [from, to] = a < b ? [a, b] : [b, a];
      assert.equal(
        coverage.coveredMs({ from, to }),
        bitmap.subarray(from, to).reduce((sum, bit) => sum + bit, 0),
      );
      const next = bitmap.indexOf(1, from);
      assert.equal(coverage.nextCovered(from), next < 0 ? Number.POSITIVE_INFINITY : next);
      const first = bitmap.indexOf(1);
      assert.equal(coverage.startedAt, first < 0 ? Number.POSITIVE_INFINITY : first);
    }),
  );
});

test("what is forgotten is not asked for again, and the start is remembered", () => {
  const coverage = new Coverage();
  coverage.mark({ from: 10, to: 20 });
  coverage.mark({ from: 30, to: 40 });
  coverage.forgetBefore(35);
  assert.equal(coverage.coveredMs({ from: 30, to: 100 }), 10);
  assert.equal(coverage.coveredMs({ from: 0, to: 100 }), 10);
  assert.equal(coverage.startedAt, 10);
});
