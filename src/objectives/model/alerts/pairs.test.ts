import assert from "node:assert/strict";
import { test } from "node:test";
import { DAY_MS, HOUR_MS, MINUTE_MS, Refusal } from "#kernel";
import { AVAILABILITY_999 } from "../recorded.testing.ts";
import type { AlertPair } from "./pair.ts";
import { DEFAULT_PAIRS, factorOf, pairsFor } from "./pairs.ts";

const PAIR: AlertPair = { urgency: "page", factorPpm: 14_400_000, longMs: HOUR_MS, shortMs: 5 * MINUTE_MS };

function windowOf(days: number): { readonly kind: "rolling"; readonly lengthMs: number } {
  return { kind: "rolling", lengthMs: days * DAY_MS };
}

test("an objective has eight pairs at most, wherever they come from; more are refused", () => {
  const pairs = (count: number): AlertPair[] => Array.from({ length: count }, () => PAIR);
  assert.equal(pairsFor({ ...AVAILABILITY_999, pairs: pairs(8) }).pairs.length, 8);
  assert.throws(
    () => pairsFor({ ...AVAILABILITY_999, pairs: pairs(9) }),
    (error) => error instanceof Refusal && error.code === "objective.too-many-pairs",
  );
});

test("the factors of the default pairs are those of the workbook, at 30 and at 28 days", () => {
  assert.deepEqual(
    DEFAULT_PAIRS.map((pair) => factorOf(pair, 30 * DAY_MS)),
    [14.4, 6, 3, 1],
  );
  assert.deepEqual(
    DEFAULT_PAIRS.map((pair) => factorOf(pair, 28 * DAY_MS).toFixed(3)),
    ["13.440", "5.600", "2.800", "0.933"],
  );
});

const LEFT_OUT: readonly (readonly [string, Parameters<typeof pairsFor>, readonly unknown[]])[] = [
  ["nothing at 30 d", [AVAILABILITY_999], []],
  [
    "what is too slow for 7 d: 14.4 · 7 / 30 and less",
    [{ ...AVAILABILITY_999, window: windowOf(7) }],
    [hours(24, "tooSlow"), hours(72, "tooSlow")],
  ],
  [
    "what is longer than 2 h",
    [{ ...AVAILABILITY_999, window: windowOf(1 / 12) }],
    [hours(1, "tooSlow"), ...[6, 24, 72].map((count) => hours(count, "longerThanPeriod"))],
  ],
  ["what no outage reaches at 93.05 %", [{ ...AVAILABILITY_999, targetPpm: 930_500 }], [hours(1, "unreachable")]],
  ["nothing at 93.06 %", [{ ...AVAILABILITY_999, targetPpm: 930_600 }], []],
  [
    "short windows below five slices",
    [{ ...AVAILABILITY_999, method: { kind: "RatioTimeslices", sliceMs: MINUTE_MS + 10_000 } }],
    [hours(1, "tooFewSlices")],
  ],
  [
    "not short windows of five slices",
    [{ ...AVAILABILITY_999, method: { kind: "RatioTimeslices", sliceMs: MINUTE_MS } }],
    [],
  ],
  ["short windows below a slot", [AVAILABILITY_999, 5 * MINUTE_MS + 10_000], [hours(1, "tooCoarse")]],
  ["not short windows of a slot", [AVAILABILITY_999, 5 * MINUTE_MS], []],
];

function hours(count: number, why: string): readonly unknown[] {
  return [count, why];
}

for (const [what, asked, expected] of LEFT_OUT) {
  test(`default pairs go without ${what}`, () => {
    const { pairs, leftOut } = pairsFor(...asked);
    assert.deepEqual(
      leftOut.map(({ pair, why }) => [pair.longMs / HOUR_MS, why]),
      expected,
    );
    assert.equal(pairs.length + leftOut.length, DEFAULT_PAIRS.length);
  });
}
