import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { type GroupNotices, nextNotice } from "./next-notice.ts";

const TIMES = { waitMs: 30, updateMs: 300, repeatMs: 1_000 };
const FRESH: GroupNotices = { beganAt: 100, toldAt: null, changedAt: null, firing: true };
const TOLD: GroupNotices = { ...FRESH, toldAt: 130 };
const at = (group: GroupNotices): number | undefined => nextNotice(group, TIMES, 0)?.at;

test("the first notice comes wait after the group began, also when it changes meanwhile", () => {
  assert.equal(at(FRESH), 130);
  assert.equal(at({ ...FRESH, changedAt: 120 }), 130);
  assert.equal(nextNotice(FRESH, { ...TIMES, waitMs: 0 }, 100)?.isDue, true);
});

test("an unchanged group is told of again exactly repeat after the last notice, not at a later multiple of update", () => {
  assert.equal(at(TOLD), 1_130);
  assert.equal(at({ ...TOLD, toldAt: 137 }), 1_137);
});

test("a changed group is told of update after the last notice, or when it changes if that is later", () => {
  assert.equal(at({ ...TOLD, changedAt: 200 }), 430);
  assert.equal(at({ ...TOLD, changedAt: 430 }), 430);
  assert.equal(at({ ...TOLD, changedAt: 700 }), 700);
});

test("an update that is longer than repeat does not keep a changed group from its turn", () => {
  assert.equal(nextNotice({ ...TOLD, changedAt: 200 }, { ...TIMES, updateMs: 5_000 }, 0)?.at, 1_130);
});

test("whoever was told is told of the end; what ended before anybody was told is not told, and nothing follows", () => {
  assert.equal(at({ ...TOLD, firing: false, changedAt: 500 }), 500);
  assert.equal(at({ ...TOLD, firing: false }), undefined);
  assert.equal(at({ ...FRESH, firing: false, changedAt: 110 }), undefined);
});

test("after a pause one notice is due, and the next is counted from it: nothing is made up for", () => {
  const late = nextNotice(TOLD, TIMES, 50_000);
  assert.deepEqual(late, { at: 1_130, reason: "unchanged", isDue: true });
  assert.equal(nextNotice({ ...TOLD, toldAt: 50_000 }, TIMES, 50_000)?.at, 51_000);
});

test("a notice is never due before wait, nor twice within the shorter of update and repeat", () => {
  const ms = fc.integer({ min: 0, max: 10_000 });
  const times = fc.record({ waitMs: ms, updateMs: ms, repeatMs: ms });
  const maybe = fc.option(ms);
  fc.assert(
    fc.property(ms, fc.tuple(maybe, maybe), times, (beganAt, [toldAfter, changedAfter], intervals) => {
      const toldAt = toldAfter === null ? null : beganAt + toldAfter;
      const changedAt = toldAt === null || changedAfter === null ? null : toldAt + changedAfter;
      const next = nextNotice({ beganAt, toldAt, changedAt, firing: true }, intervals, 0);
      assert.ok(next !== null);
      if (toldAt === null) assert.equal(next.at, beganAt + intervals.waitMs);
      else assert.ok(next.at >= toldAt + Math.min(intervals.updateMs, intervals.repeatMs));
    }),
  );
});
