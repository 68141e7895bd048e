import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { linearTicks, logTicks } from "./ticks.ts";

test("ticks of counts are whole, start at zero and cover the highest", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 2_000_000_000 }), (high) => {
      const ticks = linearTicks({ low: 0, high, about: 4, least: 1 });
      assert.equal(ticks.low, 0);
      assert.ok(ticks.high >= Math.max(1, high));
      assert.ok(ticks.values.every((value) => Number.isInteger(value)));
      assert.ok(ticks.values.length >= 2 && ticks.values.length <= 6);
      assert.match(String(ticks.values[1]), /^[125]0*$/);
    }),
  );
});

test("ticks cover any range in few equal steps", () => {
  fc.assert(
    fc.property(fc.integer({ min: -1_000_000, max: 0 }), fc.integer({ min: 1, max: 1_000_000 }), (low, high) => {
      const ticks = linearTicks({ low: low / 1_000, high: high / 1_000, about: 4 });
      assert.ok(ticks.low <= low / 1_000 && ticks.high >= high / 1_000);
      assert.ok(ticks.values.length <= 6);
    }),
  );
  assert.deepEqual(linearTicks({ low: -1.4, high: 1, about: 4 }).values, [-2, -1, 0, 1]);
  assert.deepEqual(linearTicks({ low: 0, high: 1, about: 4 }).values, [0, 0.5, 1]);
});

test("a log axis covers its values, with 1, 2 and 5 while there is room", () => {
  assert.deepEqual(logTicks(24, 110).values, [20, 50, 100, 200]);
  assert.deepEqual(logTicks(24, 6_000).values, [10, 100, 1_000, 10_000]);
  assert.deepEqual(logTicks(999_999.999999999, 999_999.999999999).values, [1_000_000, 2_000_000]);
  fc.assert(
    fc.property(
      fc.double({ min: 0.001, max: 1e6, noNaN: true }),
      fc.double({ min: 1, max: 1e6, noNaN: true }),
      (low, factor) => {
        const ticks = logTicks(low, low * factor);
        assert.ok(ticks.low <= low * (1 + 1e-9) && ticks.high >= low * factor * (1 - 1e-9) && ticks.low < ticks.high);
        assert.ok(ticks.values.length >= 2 && ticks.values.length <= 9);
      },
    ),
  );
});
