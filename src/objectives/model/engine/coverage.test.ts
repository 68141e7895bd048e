import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { Coverage } from "./coverage.ts";

test("what was watched is the union of the marks, in whatever order they come and whenever it is asked", () => {
  const interval = fc.tuple(fc.nat(40), fc.nat(12)).map(([from, length]) => ({ from, to: from + length }));
  fc.assert(
    fc.property(fc.array(fc.record({ mark: interval, ask: interval }), { maxLength: 30, size: "max" }), (steps) => {
      const coverage = new Coverage();
      const watched = new Set<number>();
      for (const { mark, ask } of steps) {
        coverage.mark(mark);
        for (let at = mark.from; at < mark.to; at++) watched.add(at);
        const inside = [...watched].filter((at) => at >= ask.from && at < ask.to);
        assert.equal(coverage.coveredMs(ask), inside.length);
        const next = [...watched].filter((at) => at >= ask.from);
        assert.equal(coverage.nextCovered(ask.from), Math.min(Number.POSITIVE_INFINITY, ...next));
        const uncovered = Array.from({ length: 60 }, (_, i) => ask.from + i).find((at) => !watched.has(at));
        assert.equal(coverage.nextUncovered(ask.from), uncovered);
        const last = Math.max(Number.NEGATIVE_INFINITY, ...[...watched].filter((at) => at < ask.from));
        assert.equal(coverage.coveredUntil(ask.from), last + 1);
      }
    }),
  );
});

test("the start is that of the earliest mark, also when it comes late", () => {
  const coverage = new Coverage();
  assert.equal(coverage.startedAt, Number.POSITIVE_INFINITY);
  coverage.mark({ from: 50, to: 60 });
  coverage.mark({ from: 10, to: 20 });
  assert.equal(coverage.startedAt, 10);
});
