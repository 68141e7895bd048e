import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { amountText, moneyText, parseAmount, roundedQuotient } from "./money.ts";
import { Refusal } from "./refusal.ts";

test("an amount that was printed reads back as the same, whatever the currency", () => {
  const amount = fc.record({
    currency: fc.constantFrom("EUR", "JPY", "KWD", "USD"),
    units: fc.nat({ max: 999_999_999_999 }),
    decimals: fc.nat({ max: 8 }),
  });
  fc.assert(
    fc.property(amount, (given) => {
      const read = parseAmount(amountText(given));
      assert.deepEqual(parseAmount(amountText(read)), read);
      assert.equal(
        BigInt(read.units) * 10n ** BigInt(given.decimals),
        BigInt(given.units) * 10n ** BigInt(read.decimals),
      );
    }),
  );
});

test("an amount is shown with the decimals of its currency, and with more where it has more", () => {
  const texts = ["490 EUR", "0.002 EUR", "5 JPY", "1.5 KWD", "0.10 USD"].map((text) => amountText(parseAmount(text)));
  assert.deepEqual(texts, ["490.00 EUR", "0.002 EUR", "5 JPY", "1.500 KWD", "0.10 USD"]);
  assert.deepEqual(
    [moneyText({ currency: "EUR", minor: -350 }), moneyText({ currency: "JPY", minor: 7 })],
    ["−3.50 EUR", "7 JPY"],
  );
});

for (const text of [
  "",
  "490",
  "490 eur",
  "490  EUR",
  "-1 EUR",
  "1e3 EUR",
  "1,000 EUR",
  "490.00 EUX",
  "1. EUR",
  ".5 EUR",
  "9999999999999 EUR",
  "999999999999.99999999 EUR",
]) {
  test(`"${text}" is refused as an amount`, () => {
    assert.throws(
      () => parseAmount(text),
      (error) => error instanceof Refusal && error.code === "money.malformed",
    );
  });
}

test("halves go to the even neighbour, away from zero or towards it, as the rounding is named", () => {
  const rounded = (n: bigint): bigint[] =>
    (["half-even", "half-up", "down"] as const).map((name) => roundedQuotient(n, 10n, name));
  assert.deepEqual([5n, 15n, 25n, 24n, 26n, -5n, -15n].map(rounded), [
    [0n, 1n, 0n],
    [2n, 2n, 1n],
    [2n, 3n, 2n],
    [2n, 2n, 2n],
    [3n, 3n, 2n],
    [0n, -1n, 0n],
    [-2n, -2n, -1n],
  ]);
});
