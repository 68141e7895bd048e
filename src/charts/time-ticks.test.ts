import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { DAY_MS, HOUR_MS, MINUTE_MS } from "#kernel";
import { timeTicks } from "./time-ticks.ts";

const FROM = Date.UTC(2015, 4, 17, 10, 5);
const texts = (from: number, spanMs: number): readonly string[] =>
  timeTicks({ from, to: from + spanMs }, 6).map((tick) => tick.text);

test("ticks lie on boundaries that people count in, and one of the first two names the day", () => {
  assert.deepEqual(texts(FROM, MINUTE_MS), [
    "17 May 10:05",
    "10:05:10",
    "10:05:20",
    "10:05:30",
    "10:05:40",
    "10:05:50",
  ]);
  assert.deepEqual(texts(FROM, 5 * HOUR_MS), ["17 May 11:00", "12:00", "13:00", "14:00", "15:00"]);
  assert.deepEqual(texts(FROM, 3 * DAY_MS), ["12:00", "18 May", "12:00", "19 May", "12:00", "20 May"]);
});

test("weeks start on Monday and months on their first day", () => {
  assert.deepEqual(texts(FROM, 30 * DAY_MS), ["18 May", "25 May", "1 Jun", "8 Jun", "15 Jun"]);
  assert.deepEqual(texts(FROM, 150 * DAY_MS), ["Jun 2015", "Jul 2015", "Aug 2015", "Sep 2015", "Oct 2015"]);
});

test("any interval has few ticks, ascending and inside of it", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 4e12 }), fc.integer({ min: 0, max: 40 }), (from, doublings) => {
      const interval = { from, to: from + 2 ** doublings };
      const values = timeTicks(interval, 8).map((tick) => tick.value);
      assert.ok(values.length <= 9, `${values.length} ticks`);
      assert.ok(values.every((value, i) => value >= from && value < interval.to && value > (values[i - 1] ?? -1)));
    }),
  );
  assert.deepEqual(timeTicks({ from: 5, to: 5 }, 8), []);
});
