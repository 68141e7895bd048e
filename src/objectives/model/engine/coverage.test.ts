import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { SaveReader, SaveWriter } from "#kernel";
import { Coverage } from "./coverage.ts";

test("what was watched is the union of the marks without what is missing, in whatever order both come", () => {
  const interval = fc.tuple(fc.nat(40), fc.nat(12)).map(([from, length]) => ({ from, to: from + length }));
  fc.assert(
    fc.property(
      fc.array(fc.record({ mark: interval, ask: interval, isMissing: fc.boolean() }), { maxLength: 30, size: "max" }),
      (steps) => {
        const coverage = new Coverage();
        const [marked, missing] = [new Set<number>(), new Set<number>()];
        for (const { mark, ask, isMissing } of steps) {
          if (isMissing) coverage.miss(mark);
          else coverage.mark(mark);
          for (let at = mark.from; at < mark.to; at++) (isMissing ? missing : marked).add(at);
          const watched = marked.difference(missing);
          const inside = [...watched].filter((at) => at >= ask.from && at < ask.to);
          assert.equal(coverage.coveredMs(ask), inside.length);
          const next = [...watched].filter((at) => at >= ask.from);
          assert.equal(coverage.nextCovered(ask.from), Math.min(Number.POSITIVE_INFINITY, ...next));
          const uncovered = Array.from({ length: 60 }, (_, i) => ask.from + i).find((at) => !watched.has(at));
          assert.equal(coverage.nextUncovered(ask.from), uncovered);
          const last = Math.max(Number.NEGATIVE_INFINITY, ...[...watched].filter((at) => at < ask.from));
          assert.equal(coverage.coveredUntil(ask.from), last + 1);
        }
      },
    ),
  );
});

test("the start is that of the earliest mark, also when it comes late", () => {
  const coverage = new Coverage();
  assert.equal(coverage.startedAt, Number.POSITIVE_INFINITY);
  coverage.mark({ from: 50, to: 60 });
  coverage.mark({ from: 10, to: 20 });
  assert.equal(coverage.startedAt, 10);
});

test("what is missing begins nothing, and does not move the start, also when it was saved", () => {
  const coverage = new Coverage();
  coverage.miss({ from: 10, to: 30 });
  assert.equal(coverage.startedAt, Number.POSITIVE_INFINITY);
  coverage.mark({ from: 20, to: 60 });
  assert.equal(coverage.startedAt, 20);
  const to = new SaveWriter();
  coverage.save(to);
  const again = new Coverage();
  again.restore(new SaveReader(to.finish()));
  assert.equal(again.startedAt, 20);
  assert.equal(again.coveredMs({ from: 0, to: 100 }), 30);
});
