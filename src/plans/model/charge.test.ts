import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { moneyText, parseAmount } from "#kernel";
import { chargeOf } from "./charge.ts";
import { exactCharge, exactOf } from "./price-stretches.ts";
import { parsePrice } from "./price-text.ts";

const TABLE: readonly (readonly [guarantee: string, price: string, requests: number, total: string])[] = [
  ["a fee is due whole, whatever was used", "490.00 EUR/month", 0, "490.00 EUR"],
  ["a price for each request is their product", "0.002 EUR/request", 1_234_567, "2469.13 EUR"],
  ["half a cent goes to the even one", "0.005 EUR/request", 1, "0.00 EUR"],
  ["the sum is rounded, not its lines", "0.005 EUR/month + 0.005 EUR/request", 1, "0.01 EUR"],
  [
    "graduated: a request at a bound is of the lower tier",
    "graduated 0.00 EUR/request to 100, 0.01 EUR/request",
    100,
    "0.00 EUR",
  ],
  [
    "graduated: the request after a bound is of the higher tier",
    "graduated 0.00 EUR/request to 100, 0.01 EUR/request",
    101,
    "0.01 EUR",
  ],
  [
    "graduated: each request costs what its own tier says",
    "graduated 0.10 EUR/request to 10, 0.05 EUR/request to 20, 0.01 EUR/request",
    25,
    "1.55 EUR",
  ],
  [
    "volume: at a bound all cost what the lower tier says",
    "volume 0.10 EUR/request to 10, 0.05 EUR/request",
    10,
    "1.00 EUR",
  ],
  [
    "volume: after a bound all cost what the higher tier says",
    "volume 0.10 EUR/request to 10, 0.05 EUR/request",
    11,
    "0.55 EUR",
  ],
  [
    "fee and requests add up",
    "490.00 EUR/month + graduated 0.00 EUR/request to 5M, 0.0001 EUR/request",
    5_000_100,
    "490.01 EUR",
  ],
  ["a currency without a minor unit is rounded to whole ones", "0.5 JPY/request", 3, "2 JPY"],
  ["a billion requests lose nothing", "0.00000001 EUR/request", 999_999_999_999, "10000.00 EUR"],
];

for (const [guarantee, price, requests, total] of TABLE) {
  test(guarantee, () => assert.equal(moneyText(chargeOf(parsePrice(price), requests)), total));
}

test("a graduated charge is the sum over requests of what the tier of each says", () => {
  const each = fc.nat({ max: 500 }).map((mills) => (mills / 1_000).toFixed(3));
  const bounds = fc
    .uniqueArray(fc.integer({ min: 1, max: 60 }), { minLength: 1, maxLength: 4 })
    .map((list) => list.toSorted((a, b) => a - b));
  fc.assert(
    fc.property(
      bounds,
      fc.array(each, { minLength: 5, maxLength: 5 }),
      fc.nat({ max: 100 }),
      (tos, prices, requests) => {
        const text = [
          ...tos.map((to, index) => `${prices[index]} EUR/request to ${to}`),
          `${prices[4]} EUR/request`,
        ].join(", ");
        const one = (n: number): bigint =>
          exactOf(parseAmount(`${prices[tos.findIndex((to) => n <= to)] ?? prices[4]} EUR`));
        const naive = Array.from({ length: requests }, (_, index) => one(index + 1)).reduce(
          (sum, next) => sum + next,
          0n,
        );
        assert.equal(exactCharge(parsePrice(`graduated ${text}`), requests), naive);
        assert.equal(
          exactCharge(parsePrice(`volume ${text}`), requests),
          BigInt(requests) * (requests === 0 ? 0n : one(requests)),
        );
      },
    ),
  );
});
