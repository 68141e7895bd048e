import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { lintPlans } from "./lint-plans.ts";
import type { Plan } from "./plan.ts";
import { planOf, type PlanTexts } from "./plan.testing.ts";
import { pricedPlan, priceOrderOf } from "./price-order.ts";
import { exactCharge } from "./price-stretches.ts";

const FREE: PlanTexts = { plan: "free", rateLimit: "5/s", quota: "10000/month", access: "automatic" };
const GOLD: PlanTexts = { plan: "gold", rateLimit: "50/s", burst: 100, quota: "5M/month", price: "490.00 EUR/month" };

const TABLE: readonly (readonly [guarantee: string, plans: readonly PlanTexts[], found: readonly string[]])[] = [
  ["the plans of the shipped example have nothing to find", [FREE, GOLD], []],
  ["no plans have no findings", [], []],
  [
    "a dearer plan with a lower rate limit is found",
    [FREE, { ...GOLD, rateLimit: "4/s" }],
    ["gold plan.dearer-stricter free"],
  ],
  [
    "a dearer plan with a smaller quota is found, whatever the period",
    [FREE, { ...GOLD, quota: "50/day" }],
    ["gold plan.rate-above-quota", "gold plan.burst-above-quota", "gold plan.dearer-stricter free"],
  ],
  [
    "a dearer plan with fewer operations is found",
    [FREE, { ...GOLD, operations: ["GET /a"] }],
    ["gold plan.dearer-stricter free"],
  ],
  [
    "a dearer plan with a smaller burst is found",
    [
      { ...FREE, burst: 60 },
      { ...GOLD, burst: 50 },
    ],
    ["gold plan.dearer-stricter free"],
  ],
  [
    "a dearer plan that allows nothing more is found",
    [FREE, { ...FREE, plan: "same", price: "1.00 EUR/month" }],
    ["same plan.dearer-for-nothing free"],
  ],
  ["two equal plans are found once", [FREE, { ...FREE, plan: "gratis" }], ["free plan.equal gratis"]],
  [
    "equal limits that are taken in another way are a choice",
    [FREE, { ...FREE, plan: "asked", access: "on request" }],
    [],
  ],
  [
    "plans of two APIs are not compared",
    [
      { ...FREE, apis: ["a"] },
      { ...FREE, plan: "gratis", apis: ["b"] },
    ],
    [],
  ],
  [
    "private plans of two organisations are not compared",
    [
      { ...FREE, visibility: "private", organisations: ["a"] },
      { ...FREE, plan: "gratis", visibility: "private", organisations: ["b"] },
    ],
    [],
  ],
  [
    "prices in two currencies are not compared",
    [
      { ...GOLD, plan: "b", price: "1.00 USD/month" },
      { ...GOLD, quota: "4M/month" },
    ],
    [],
  ],
  [
    "prices that cross are a choice",
    [
      { plan: "flat", rateLimit: "9/s", price: "10.00 EUR/month" },
      { plan: "each", rateLimit: "5/s", price: "0.01 EUR/request" },
    ],
    [],
  ],
  [
    "crossing above what both quotas allow is no crossing",
    [
      { ...FREE, plan: "a", quota: "100/month", price: "0.01 EUR/request" },
      { ...FREE, plan: "b", quota: "90/month", price: "2.00 EUR/month" },
    ],
    ["b plan.dearer-stricter a"],
  ],
  [
    "a private plan that names nobody is found",
    [{ ...FREE, visibility: "private" }],
    ["free plan.private-without-organisation"],
  ],
  [
    "a public plan that names organisations is found",
    [{ ...FREE, organisations: ["acme"] }],
    ["free plan.public-with-organisations"],
  ],
  [
    "a plan open to everybody without a limit is found",
    [{ plan: "open", access: "automatic" }],
    ["open plan.no-limit"],
  ],
  ["a burst without a rate limit is found", [{ ...GOLD, rateLimit: null }], ["gold plan.burst-without-rate"]],
  [
    "a quota that the rate limit never reaches is found",
    [{ plan: "slow", rateLimit: "1/min", quota: "44702/month" }],
    ["slow plan.quota-unreachable"],
  ],
  [
    "a quota that it just reaches in the longest month is not",
    [{ plan: "slow", rateLimit: "1/min", quota: "44701/month" }],
    [],
  ],
  [
    "a rate limit that alone exceeds the quota is found",
    [{ plan: "odd", rateLimit: "600/min", quota: "500/day" }],
    ["odd plan.rate-above-quota"],
  ],
  [
    "a tier above the quota is found",
    [{ plan: "t", quota: "5M/month", price: "graduated 0.01 EUR/request to 5M, 0.02 EUR/request" }],
    ["t plan.tier-unreachable"],
  ],
  [
    "a volume price that falls is found",
    [{ plan: "v", price: "volume 0.02 EUR/request to 100, 0.01 EUR/request" }],
    ["v plan.price-falls"],
  ],
];

for (const [guarantee, plans, found] of TABLE) {
  test(guarantee, () => {
    const told = lintPlans(plans.map(planOf)).map(({ plan, code, other }) =>
      [plan, code, ...(other === null ? [] : [other])].join(" "),
    );
    assert.deepEqual(told, found);
  });
}

test("a finding says what is so and what to change", () => {
  const [finding] = lintPlans([planOf(FREE), planOf({ ...GOLD, rateLimit: "4/s", burst: 2 })]);
  assert.equal(
    finding?.message,
    "gold is dearer than free and stricter: rate limit 4/s against 5/s, burst 2 against 5. A dearer plan should never allow less.",
  );
});

test("a price that falls is found however much it costs", () => {
  const [finding] = lintPlans([planOf({ plan: "v", price: "volume 900000000 EUR/request to 900G, 0.01 EUR/request" })]);
  assert.equal(
    finding?.message,
    "v costs 810000000000000000000.00 EUR for 900,000,000,000 requests and only 9000000000.01 EUR for one more. Use graduated tiers if that is not meant.",
  );
});

test("the order of two prices is what comparing each number of requests by hand says", () => {
  const each = fc.nat({ max: 5 }).map((cents) => `0.0${cents} EUR/request`);
  const tiered = fc
    .tuple(fc.constantFrom("graduated", "volume"), fc.integer({ min: 1, max: 20 }), each, each)
    .map(([by, to, one, other]) => `${by} ${one} to ${to}, ${other}`);
  const usage = fc.oneof(each, tiered);
  const price = fc.oneof(
    usage,
    fc.tuple(fc.nat({ max: 3 }), usage).map(([fee, rest]) => `0.${fee}0 EUR/month + ${rest}`),
  );
  const quota = fc.option(fc.integer({ min: 1, max: 60 }).map((n) => `${n}/month`));
  const plan = fc.record({ price, quota }).map((texts): Plan => planOf({ plan: "p", ...texts }));
  fc.assert(
    fc.property(plan, plan, (one, other) => {
      const most = Math.min(one.quota?.requests ?? 4_000, other.quota?.requests ?? 4_000);
      const signs = new Set<number>();
      for (let n = 0; n <= most; n += 1) {
        const difference =
          (one.price === null ? 0n : exactCharge(one.price, n)) -
          (other.price === null ? 0n : exactCharge(other.price, n));
        if (difference !== 0n) signs.add(difference > 0n ? 1 : -1);
      }
      const expected = signs.size === 2 ? "crossing" : signs.has(1) ? "dearer" : signs.has(-1) ? "cheaper" : "same";
      assert.equal(priceOrderOf(pricedPlan(one), pricedPlan(other)), expected);
    }),
    { numRuns: 300 },
  );
});
