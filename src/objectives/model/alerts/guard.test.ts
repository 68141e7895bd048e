import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { guardLeast } from "#kernel";
import { Guard } from "./guard.ts";

test("the guard's least counts are those of the design, at 99.9 % and the four default factors", () => {
  const leasts = (n: number): number[] => [14.4, 6, 3, 1].map((factor) => new Guard(factor / 1000).least(n));
  assert.deepEqual(leasts(10), [2, 2, 2, 2]);
  assert.deepEqual(leasts(100), [6, 4, 3, 2]);
  assert.deepEqual(leasts(1000), [25, 13, 9, 5]);
});

test("what passes is what reaches the least count, two at the least, for few requests and for many, at any threshold", () => {
  const exponent = fc.double({ min: -8, max: -0.02, noNaN: true });
  const requests = fc.oneof(fc.integer({ min: 0, max: 300 }), fc.integer({ min: 4000, max: 200_000 }));
  fc.assert(
    fc.property(exponent, requests, fc.integer({ min: -3, max: 3 }), (power, n, beside) => {
      const ratio = 10 ** power;
      const guard = new Guard(ratio);
      const least = Math.max(2, guardLeast(n, ratio, 0.01));
      assert.equal(guard.least(n), least);
      for (const bad of [0, 1, 2, least + beside, n]) {
        if (bad >= 0 && bad <= n) assert.equal(guard.passes(bad, n), bad >= least, `${bad} of ${n} at ${ratio}`);
      }
    }),
    { numRuns: 300 },
  );
});
