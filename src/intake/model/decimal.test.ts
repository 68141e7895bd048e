import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { scaledDecimal, scaledNumber } from "./decimal.ts";

test("decimals are scaled and rounded half up on their digits, not on their floating point value", () => {
  const cases: [string, number, number | undefined][] = [
    ["1.0005", 3, 1001],
    ["1.0004999999", 3, 1000],
    ["0.0005", 3, 1],
    ["0.00049", 3, 0],
    ["12", 3, 12_000],
    ["1e-7", 3, 0],
    ["2.5e2", 3, 250_000],
    ["1499", -3, 1],
    ["1500", -3, 2],
    ["499", -3, 0],
    ["500", -3, 1],
    ["5", -3, 0],
    ["0e9999", 0, 0],
    ["9007199254740991", 0, 9_007_199_254_740_991],
    ["9007199254740992", 0, undefined],
    ["1e400", 0, undefined],
    ["-1", 0, undefined],
    ["", 0, undefined],
    ["1.", 0, undefined],
    ["abc", 0, undefined],
  ];
  for (const [text, places, expected] of cases) assert.equal(scaledDecimal(text, places), expected, text);
  assert.equal(scaledNumber(-0, 3), 0);
  assert.equal(scaledNumber(Number.POSITIVE_INFINITY, 3), undefined);
});

test("scaling agrees with exact integer arithmetic", () => {
  fc.assert(
    fc.property(fc.nat(), fc.nat(999_999), (whole, fraction) => {
      const text = `${whole}.${String(fraction).padStart(6, "0")}`;
      const exact = (BigInt(whole) * 1_000_000n + BigInt(fraction) + 500n) / 1000n;
      assert.equal(scaledDecimal(text, 3), Number(exact));
    }),
  );
});
