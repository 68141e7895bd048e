import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { DAY_MS, HOUR_MS, MINUTE_MS, Refusal } from "#kernel";
import { pairText, parsePairs } from "./pair-text.ts";
import { DEFAULT_PAIRS } from "./pairs.ts";

test("the default pairs are written as the manual writes them", () => {
  const text = "page 2% in 1h, page 5% in 6h, ticket 10% in 1d, ticket 10% in 3d";
  assert.deepEqual(parsePairs(text), DEFAULT_PAIRS);
});

test("a short window of one's own stands behind the long one", () => {
  assert.deepEqual(parsePairs("page 2.5% in 90 min/7m, ticket 100 % in 1 week / 1 d"), [
    { urgency: "page", budgetPpm: 25_000, longMs: 90 * MINUTE_MS, shortMs: 7 * MINUTE_MS },
    { urgency: "ticket", budgetPpm: 1_000_000, longMs: 7 * DAY_MS, shortMs: DAY_MS },
  ]);
});

test("what a pair is told as can be read again, whatever the pair", () => {
  const pair = fc.record({
    urgency: fc.constantFrom("page", "ticket"),
    budgetPpm: fc.integer({ min: 1, max: 1_000_000 }),
    shortMs: fc.integer({ min: 1, max: 1_000 }).map((slots) => slots * 10_000),
    more: fc.integer({ min: 0, max: 10_000 }).map((slots) => slots * 10_000),
  });
  fc.assert(
    fc.property(fc.array(pair, { minLength: 1, maxLength: 8 }), (list) => {
      const pairs = list.map(({ more, ...one }) => ({ ...one, longMs: one.shortMs + more }));
      assert.deepEqual(parsePairs(pairs.map(pairText).join(", ")), pairs);
    }),
  );
});

test("a factor is told as a pace", () => {
  const pair = { urgency: "page", factorPpm: 14_400_000, longMs: HOUR_MS, shortMs: 5 * MINUTE_MS } as const;
  assert.equal(pairText(pair), "page above 14.4 times the pace in 1 h / 5 min");
});

test("what is no pair is refused with what is wrong and how a pair is written", () => {
  const cases: readonly (readonly [string, RegExp])[] = [
    ["", /is no pair of windows: it is not written as one\. Write pairs as "page 2% in 1h/],
    ["page 2% in 1h,", /"" is no pair/],
    ["pager 2% in 1h", /"pager 2% in 1h" is no pair/],
    ["page 2 in 1h", /is no pair/],
    ["page 2% 1h", /is no pair/],
    ["page 2% in 1h / 5m / 1m", /is no pair/],
    ["page 0% in 1h", /0 % of the budget/],
    ["page 101% in 1h", /"101%" is not a percentage/],
    ["page 2% in 1M", /"1M"/],
    ["page 2% in 5m", /its windows \(300 s and 25 s\) are no multiples of 10 s/],
    ["page 2% in 1h / 2h", /short window is longer/],
    [Array.from({ length: 9 }, () => "page 2% in 1h").join(","), /9 pairs are too many/],
  ];
  for (const [text, message] of cases) {
    assert.throws(
      () => parsePairs(text),
      (error) => error instanceof Refusal && message.test(error.detail),
      text,
    );
  }
});
