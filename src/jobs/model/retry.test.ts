import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { retryAt } from "./retry.ts";

const MINUTE = 60_000;

test("waits double from 5 s to 15 min, and at most half of each is left to chance", () => {
  const waits = (chance: number) =>
    [1, 2, 3, 8, 9, 1_000].map((attempts) => retryAt({ now: 0, attempts, notBefore: null, chance }));
  assert.deepEqual(waits(0), [2_500, 5_000, 10_000, 320_000, 450_000, 450_000]);
  assert.deepEqual(waits(1 - 2 ** -40), [5_000, 10_000, 20_000, 640_000, 15 * MINUTE, 15 * MINUTE]);
});

test("whoever asks for more time gets it, for up to an hour, and is never asked earlier than without", () => {
  const at = (notBefore: number | null) => retryAt({ now: 0, attempts: 1, notBefore, chance: 0.5 });
  assert.deepEqual([at(null), at(1), at(30 * MINUTE), at(500 * MINUTE)], [3_750, 3_750, 30 * MINUTE, 60 * MINUTE]);
});

test("a next attempt always lies ahead, on a whole millisecond", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 10_000 }), fc.double({ min: 0, max: 1, noNaN: true }), (attempts, chance) => {
      const at = retryAt({ now: 7, attempts, notBefore: null, chance });
      assert.ok(Number.isInteger(at) && at >= 7 + 2_500 && at <= 7 + 15 * MINUTE);
    }),
  );
});
