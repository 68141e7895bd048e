import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { DAY_MS } from "#kernel";
import { quotaStateOf, reachedThresholds } from "./usage.ts";

const period = { from: 0, to: 30 * DAY_MS };

test("a client that uses a tenth of its quota a day has used it up on the tenth day", () => {
  const state = quotaStateOf({ quota: 1_000, period, used: 300, lastDay: 100, now: 3 * DAY_MS });
  assert.deepEqual(state, {
    used: 300,
    quota: 1_000,
    sharePpm: 300_000,
    projected: 3_000,
    usedUpAt: 10 * DAY_MS,
    reached: [],
  });
});

test("nothing is said of an end that never comes: without a quota, without traffic, after the period, or when it is gone", () => {
  const facts = { quota: 1_000, period, used: 300, lastDay: 100, now: 3 * DAY_MS };
  for (const other of [{ quota: null }, { lastDay: 0 }, { lastDay: 25 }, { used: 1_000 }, { used: 5_000 }]) {
    assert.equal(quotaStateOf({ ...facts, ...other }).usedUpAt, null, JSON.stringify(other));
  }
});

test("a threshold is reached exactly at its share, and one request before it is not", () => {
  const quota = fc.integer({ min: 1, max: 1_000_000_000_000 });
  fc.assert(
    fc.property(quota, fc.constantFrom(50, 80, 90, 100, 120), (allowed, percent) => {
      const first = Number((BigInt(allowed) * BigInt(percent) + 99n) / 100n);
      assert.ok(reachedThresholds(first, allowed).some((each) => each === percent));
      assert.ok(!reachedThresholds(first - 1, allowed).some((each) => each === percent));
    }),
  );
  assert.deepEqual(reachedThresholds(120, 100), [50, 80, 90, 100, 120]);
  assert.deepEqual(reachedThresholds(0, 100), []);
});

test("when the quota is said to be gone, the pace has just used it up, and a millisecond before it has not", () => {
  const number = fc.integer({ min: 1, max: 10_000_000_000 });
  fc.assert(
    fc.property(number, number, fc.nat({ max: 29 * DAY_MS }), (quota, lastDay, now) => {
      const { usedUpAt } = quotaStateOf({ quota, period, used: 0, lastDay, now });
      if (usedUpAt === null) return;
      const usedAt = (at: number): bigint => BigInt(lastDay) * BigInt(at - now);
      assert.ok(
        usedAt(usedUpAt) >= BigInt(quota) * BigInt(DAY_MS) && usedAt(usedUpAt - 1) < BigInt(quota) * BigInt(DAY_MS),
      );
    }),
  );
});
