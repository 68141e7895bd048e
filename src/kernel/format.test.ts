import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import {
  bytesText,
  countText,
  dateTimeText,
  latencyText,
  ratioText,
  shortCountText,
  spanText,
  unbroken,
} from "./format.ts";

/** One row each: a value and how it is read aloud. */
function reads(say: (value: number) => string, rows: readonly (readonly [number, string])[]): void {
  for (const [value, text] of rows) assert.equal(say(value), text, `of ${value}`);
}

test("counts have all their digits, in groups of three", () => {
  reads(countText, [
    [0, "0"],
    [999, "999"],
    [1_000, "1,000"],
    [1_234_567, "1,234,567"],
    [-20_000, "−20,000"],
  ]);
});

test("short counts keep three digits and name the step", () => {
  reads(shortCountText, [
    [0, "0"],
    [9_999, "9,999"],
    [10_000, "10 k"],
    [12_345, "12.3 k"],
    [1_234_567, "1.23 M"],
    [999_999, "1 M"],
    [999_499, "999 k"],
    [5e9, "5 G"],
    [-20_000, "−20 k"],
  ]);
});

test("ratios show two digits of what is missing, and a target just missed never reads as met", () => {
  reads(ratioText, [
    [0, "0 %"],
    [1, "100 %"],
    [0.9997, "99.97 %"],
    [0.999_41, "99.941 %"],
    [0.999, "99.9 %"],
    [0.5, "50 %"],
    [2 / 3, "66.7 %"],
    [0.998_996, "99.89 %"],
    [0.29, "29 %"],
    [0.95, "95 %"],
    [0.000_02, "0.002 %"],
    [0.001_04, "0.1 %"],
    [0.999_999_4, "99.99994 %"],
    [-0.382, "−38.2 %"],
    [-0.0001, "−0.01 %"],
    [1.0004, "100.04 %"],
    [14.4, "1,440 %"],
    [123.45, "12,345 %"],
  ]);
});

test("what is not everything never prints 100 %, what is not nothing never prints 0 %", () => {
  fc.assert(
    fc.property(fc.double({ min: -3, max: 3, noNaN: true }), (ratio) => {
      const text = ratioText(ratio);
      assert.equal(text === "100 %", ratio === 1);
      assert.equal(text === "0 %", ratio === 0);
      assert.match(text, /^−?[\d,]+(\.\d+)? %$/);
    }),
  );
});

test("an availability reads as no more than it is", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1_000_000 }), fc.integer({ min: 1, max: 1_000_000 }), (bad, good) => {
      const ratio = good / (good + bad);
      fc.pre(ratio >= 0.9);
      assert.ok(Number.parseFloat(ratioText(ratio)) / 100 <= ratio + 1e-12);
    }),
  );
});

test("bytes keep three digits and step by a thousand", () => {
  reads(bytesText, [
    [0, "0 B"],
    [999, "999 B"],
    [1_000, "1 kB"],
    [4_096, "4.1 kB"],
    [2_747_282_740, "2.75 GB"],
    [999_999, "1 MB"],
  ]);
});

test("latencies choose the unit that reads best", () => {
  reads(latencyText, [
    [0, "0 µs"],
    [0.34, "340 µs"],
    [0.9996, "1 ms"],
    [1.2, "1.2 ms"],
    [34, "34 ms"],
    [999.4, "999 ms"],
    [999.6, "1 s"],
    [1_240, "1.24 s"],
    [59_900, "59.9 s"],
    [125_000, "2 min 5 s"],
  ]);
});

test("instants are told in UTC and say so, seconds only where there are any", () => {
  reads(dateTimeText, [
    [Date.UTC(2015, 4, 17, 10, 5), "17 May 2015 10:05 UTC"],
    [Date.UTC(2015, 4, 17, 10, 5, 3), "17 May 2015 10:05:03 UTC"],
  ]);
});

test("spans name their two largest units and are rounded down", () => {
  reads(spanText, [
    [0, "0 s"],
    [250, "250 ms"],
    [45_000, "45 s"],
    [7_800_000, "2 h 10 min"],
    [3_600_000, "1 h"],
    [276_000_000, "3 d 4 h"],
    [3_661_000, "1 h 1 min"],
    [86_400_000 + 59_000, "1 d"],
    [-60_000, "−1 min"],
  ]);
});

test("a number keeps its unit on its line, and other spaces stay as they are", () => {
  assert.equal(
    unbroken("99.9 % of 3 d 4 h, 12 min late by 5 requests and 3 min_x"),
    "99.9\u00a0% of 3\u00a0d 4\u00a0h, 12\u00a0min late by 5 requests and 3 min_x",
  );
});
