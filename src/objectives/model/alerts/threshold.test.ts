import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { HOUR_MS, MINUTE_MS } from "#kernel";
import type { AlertPair } from "./pair.ts";
import { Threshold } from "./threshold.ts";

function pairOf(factorPpm: number, orEqual: boolean): AlertPair {
  return { urgency: "page", factorPpm, longMs: HOUR_MS, shortMs: 5 * MINUTE_MS, orEqual };
}

function gcd(a: bigint, b: bigint): bigint {
  return b === 0n ? a : gcd(b, a % b);
}

test("a ratio is compared with f · e exactly: at it, and one bad request beside it, of any number of requests", () => {
  let exact = 0;
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 100_000_000 }),
      fc.integer({ min: 1, max: 999_999 }),
      fc.integer({ min: 1, max: 1000 }),
      (factorPpm, targetPpm, times) => {
        // The fewest requests of which f · e is a whole number, and multiples of them.
        const product = BigInt(factorPpm) * BigInt(1_000_000 - targetPpm);
        const common = gcd(product, 10n ** 12n);
        const valid = BigInt(times) * (10n ** 12n / common);
        const limit = BigInt(times) * (product / common);
        if (valid > BigInt(Number.MAX_SAFE_INTEGER) || limit > BigInt(Number.MAX_SAFE_INTEGER)) return;
        exact++;
        for (const orEqual of [false, true]) {
          const threshold = new Threshold(pairOf(factorPpm, orEqual), { targetPpm, periodMs: HOUR_MS });
          assert.equal(threshold.exceeded(Number(limit) - 1, Number(valid)), false);
          assert.equal(threshold.exceeded(Number(limit), Number(valid)), orEqual);
          assert.equal(threshold.exceeded(Number(limit) + 1, Number(valid)), true);
          assert.equal(threshold.exceeded(0, 0), false);
        }
      },
    ),
    { numRuns: 1_000 },
  );
  assert.ok(exact > 300, `${exact} cases`);
});
