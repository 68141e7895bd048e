import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { amountText, Refusal } from "#kernel";
import type { Price, Tier } from "./price.ts";
import { parsePrice, priceText } from "./price-text.ts";
import { parseQuota, PERIODS, quotaPeriodOf, quotaText } from "./quota.ts";
import { burstOf, parseRateLimit, rateLimitText } from "./rate-limit.ts";

const requests = fc.oneof(
  fc.integer({ min: 1, max: 99_999 }),
  fc.integer({ min: 1, max: 10_000 }).map((n) => n * 100_000),
);
const amount = fc
  .record({ units: fc.nat({ max: 999_999_999 }), decimals: fc.nat({ max: 6 }) })
  .map(({ units, decimals }) => normal(units, decimals));
const tiers = fc
  .tuple(fc.uniqueArray(requests, { maxLength: 5 }), amount)
  .chain(([bounds, last]) =>
    fc
      .tuple(...bounds.toSorted((a, b) => a - b).map((to) => fc.record({ each: amount, to: fc.constant(to) })))
      .map((list): Tier[] => [...list, { each: last, to: null }]),
  );
const price: fc.Arbitrary<Price> = fc
  .record({
    flat: fc.option(fc.record({ amount, period: fc.constantFrom(...PERIODS) })),
    usage: fc.option(fc.record({ by: fc.constantFrom("graduated" as const, "volume" as const), tiers })),
  })
  .filter(({ flat, usage }) => flat !== null || usage !== null)
  .map(({ flat, usage }) => ({
    currency: "EUR",
    flat,
    usage: usage?.tiers.length === 1 ? { ...usage, by: "graduated" } : usage,
  }));

test("what is printed of a rate limit, a quota and a price reads back as the same", () => {
  fc.assert(
    fc.property(requests, fc.constantFrom(1_000, 60_000, 3_600_000), (count, perMs) => {
      assert.deepEqual(parseRateLimit(rateLimitText({ requests: count, perMs })), { requests: count, perMs });
    }),
  );
  fc.assert(
    fc.property(requests, fc.constantFrom(...PERIODS), (count, period) => {
      assert.deepEqual(parseQuota(quotaText({ requests: count, period })), { requests: count, period });
    }),
  );
  fc.assert(fc.property(price, (given) => assert.deepEqual(parsePrice(priceText(given)), structuredClone(given))));
});

test("what people write is given back as it was written", () => {
  for (const text of ["50/s", "600/min", "10000/h", "5M/s"]) assert.equal(rateLimitText(parseRateLimit(text)), text);
  for (const text of ["5M/month", "10000/day", "1.5M/week", "999/year"]) {
    assert.equal(quotaText(parseQuota(text)), text);
  }
  for (const text of [
    "490.00 EUR/month",
    "0.002 EUR/request",
    "0.00 EUR/month",
    "5000 JPY/year",
    "490.00 EUR/month + 0.0001 EUR/request",
    "graduated 0.00 EUR/request to 5M, 0.0001 EUR/request",
    "490.00 EUR/month + volume 0.002 EUR/request to 1M, 0.001 EUR/request to 10M, 0.0005 EUR/request",
  ]) {
    assert.equal(priceText(parsePrice(text)), text);
  }
});

test("other ways to write the same are read", () => {
  assert.deepEqual(parseRateLimit("0.6k/minute"), parseRateLimit("600/min"));
  assert.deepEqual(parseQuota("5000k / month"), parseQuota("5M/month"));
  assert.deepEqual(parsePrice("490 EUR/month"), parsePrice("490.00 EUR/month"));
  assert.deepEqual(parsePrice("0.1 EUR/request + 1 EUR/day"), parsePrice("1.00 EUR/day + 0.10 EUR/request"));
});

const FAULTY: readonly (readonly [read: (text: string) => unknown, texts: readonly string[]])[] = [
  [parseRateLimit, ["", "50", "0/s", "-1/s", "1.5/s", "50/month", "50/ms", "50/s/s", "1e3/s", "1_000/s", "50 per s"]],
  [parseQuota, ["", "5M", "0/day", "1.5/day", "5m/month", "10/hour", "2000G/year", "5M/months", "5M/month/x"]],
  [
    parsePrice,
    [
      "",
      "490/month",
      "490.00 EUR",
      "490.00 EUR/months",
      "-1.00 EUR/month",
      "1 EUR/month + 2 EUR/day",
      "1 EUR/month + 0.1 USD/request",
      "0.1 EUR/request + 0.2 EUR/request",
      "graduated 0.1 EUR/request",
      "graduated 0.2 EUR/request to 10, 0.1 EUR/request to 20",
      "volume 0.2 EUR/request to 10, 0.1 EUR/request to 10, 0.1 EUR/request",
      "graduated 0.2 EUR/request, 0.1 EUR/request",
      "tiered 0.2 EUR/request to 10, 0.1 EUR/request",
      `graduated ${"0.2 EUR/request to 10, ".repeat(1_000)}0.1 EUR/request`,
    ],
  ],
];

for (const [read, texts] of FAULTY) {
  for (const text of texts) {
    test(`${read.name} refuses "${text.slice(0, 60)}" and says what to write`, () => {
      assert.throws(
        () => read(text),
        (error) => error instanceof Refusal && error.kind === "invalid" && error.detail.length < 1_500,
      );
    });
  }
}

test("the longest hostile text is refused in less than 50 ms", () => {
  for (const text of [
    "9".repeat(100_000),
    `${"1 EUR/month + ".repeat(10_000)}x`,
    " ".repeat(100_000),
    `graduated ${", ".repeat(50_000)}`,
  ]) {
    const started = process.cpuUsage().user;
    for (const [read] of FAULTY) assert.throws(() => read(text), Refusal);
    assert.ok(process.cpuUsage().user - started < 50_000);
  }
});

test("a plan without a burst lets the requests of a second come at once, and never less than one", () => {
  assert.equal(burstOf(parseRateLimit("50/s"), null), 50);
  assert.equal(burstOf(parseRateLimit("90/min"), null), 2);
  assert.equal(burstOf(parseRateLimit("10/h"), null), 1);
  assert.equal(burstOf(parseRateLimit("50/s"), 7), 7);
});

test("a period begins by the clock of the plan's zone, and a week on Monday", () => {
  const at = Date.UTC(2026, 2, 29, 12); // Sunday, the day on which the clocks of Madrid go forward
  const texts = PERIODS.map((period) => {
    const { from, to } = quotaPeriodOf(period, "Europe/Madrid", at);
    return `${new Date(from).toISOString().slice(0, 13)} ${new Date(to).toISOString().slice(0, 13)}`;
  });
  assert.deepEqual(texts, [
    "2026-03-28T23 2026-03-29T22",
    "2026-03-22T23 2026-03-29T22",
    "2026-02-28T23 2026-03-31T22",
    "2025-12-31T23 2026-03-31T22",
    "2025-12-31T23 2026-12-31T23",
  ]);
});

function normal(units: number, decimals: number): { currency: string; units: number; decimals: number } {
  let [shorter, places] = [units, decimals];
  while (places > 0 && shorter % 10 === 0) [shorter, places] = [shorter / 10, places - 1];
  const made = { currency: "EUR", units: shorter, decimals: places };
  assert.ok(amountText(made).endsWith(" EUR"));
  return made;
}
