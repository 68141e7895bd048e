import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { decideQuotaNotice } from "./quota-notice.ts";
import { QUOTA_THRESHOLDS } from "./usage.ts";

const TABLE: readonly [
  used: number,
  noted: readonly number[],
  fresh: readonly number[],
  tell: number | undefined,
  why: string,
][] = [
  [0, [], [], undefined, "nothing was used"],
  [49, [], [], undefined, "one request before the first"],
  [50, [], [50], 50, "exactly at the first"],
  [50, [50], [], undefined, "told already"],
  [95, [], [50, 80, 90], 90, "several at once: only the highest is told"],
  [95, [50], [80, 90], 90, "the same behind a told one"],
  [100, [50, 80, 90], [100], 100, "used up"],
  [500, [50, 80, 90, 100], [120], 120, "far beyond"],
  [500, [50, 80, 90, 100, 120], [], undefined, "there is none above the last"],
  [60, [50, 80, 90], [], undefined, "a larger quota took the share down"],
];

for (const [used, noted, fresh, tell, why] of TABLE) {
  test(`of ${used} in 100, with ${noted.join(", ") || "nothing"} noted: ${why}`, () => {
    assert.deepEqual(decideQuotaNotice(used, 100, noted), { fresh, tell });
  });
}

test("however use rises and quotas change, each threshold is told at most once, in rising order, and none that is not reached", () => {
  const look = fc.record({ more: fc.nat(2_000), quota: fc.integer({ min: 1, max: 3_000 }) });
  fc.assert(
    fc.property(fc.array(look, { maxLength: 30 }), (looks) => {
      const noted: number[] = [];
      const told: number[] = [];
      let used = 0;
      for (const { more, quota } of looks) {
        used += more;
        const { fresh, tell } = decideQuotaNotice(used, quota, noted);
        for (const each of fresh) assert.ok(!noted.includes(each) && used * 100 >= quota * each);
        noted.push(...fresh);
        if (tell !== undefined) told.push(tell);
        assert.deepEqual(noted, QUOTA_THRESHOLDS.slice(0, noted.length));
        assert.equal(told.at(-1), noted.at(-1));
      }
      assert.deepEqual(
        told,
        [...new Set(told)].toSorted((a, b) => a - b),
      );
    }),
  );
});
