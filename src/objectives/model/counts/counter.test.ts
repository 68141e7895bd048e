import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { HOUR_MS, MINUTE_MS, SECOND_MS } from "#kernel";
import { START } from "../recorded.testing.ts";
import { countedSlots } from "./counted-slots.ts";
import { Counter, type CounterIncrease, type CounterReading, type ReadingVerdict, slotOfReading } from "./counter.ts";

function verdictsOf(readings: readonly CounterReading[], watchedFrom = START): ReadingVerdict[] {
  const counter = new Counter(watchedFrom);
  return readings.map((one) => counter.read(one));
}

function increasesOf(readings: readonly CounterReading[], watchedFrom = START): CounterIncrease[] {
  return verdictsOf(readings, watchedFrom).flatMap((verdict) => (verdict.is === "counted" ? [verdict.increase] : []));
}

/** A reading so many minutes after START; its start likewise. */
function reading(minute: number, value: number, startMinute?: number): CounterReading {
  const at = START + minute * MINUTE_MS;
  return startMinute === undefined ? { at, value } : { at, value, startedAt: START + startMinute * MINUTE_MS };
}

const cases: readonly (readonly [what: string, readings: readonly CounterReading[], counts: readonly number[]])[] = [
  ["the manual's example", [reading(0, 100), reading(1, 130), reading(2, 20), reading(3, 50)], [30, 20, 30]],
  ["a counter that grows", [reading(0, 5), reading(1, 7), reading(2, 7)], [2, 0]],
  ["a value that falls has started from 0 again", [reading(0, 50), reading(1, 7)], [7]],
  ["a later start is a reset though the value grew", [reading(1, 5, 0), reading(2, 9, 1.5)], [5, 9]],
  ["a start at the instant of the reading before is no reset", [reading(1, 5), reading(2, 9, 1)], [4]],
  ["the sum of the time before we watched is not counted", [reading(0, 5, -9), reading(1, 6, -9)], [1]],
  ["a series that began while we watched counts from its first reading on", [reading(3, 4, 2)], [4]],
  ["a start at the instant of the reading is unknown", [reading(0, 5), reading(1, 900, 1), reading(2, 905, 1)], [5]],
];
for (const [what, readings, counts] of cases) {
  test(`counter: ${what}`, () => {
    assert.deepEqual(
      increasesOf(readings).map(({ count }) => count),
      counts,
    );
  });
}

test("a reading that cannot be true is ignored with a reason, and the next is compared with the last good one", () => {
  const last = reading(5, 100);
  const faulty: readonly (readonly [CounterReading, string])[] = [
    [reading(4, 101), "outOfOrder"],
    [reading(5, 101), "repeated"],
    [reading(6, -1), "notACount"],
    [reading(6, 1.5), "notACount"],
    [reading(6, Number.NaN), "notACount"],
    [reading(6, 2 ** 53), "notACount"],
    [reading(6, 100, 7), "startsLater"],
  ];
  for (const [bad, why] of faulty) {
    const [, ignored, next] = verdictsOf([last, bad, reading(7, 103)]);
    assert.deepEqual(ignored, { is: "ignored", why });
    assert.deepEqual(next, {
      is: "counted",
      increase: { from: last.at, to: last.at + 2 * MINUTE_MS, count: 3, reset: false },
    });
  }
});

test("an increase belongs to the slot that ended with its reading, or holds it", () => {
  assert.equal(slotOfReading(START + 10 * SECOND_MS), START);
  assert.equal(slotOfReading(START + 10 * SECOND_MS + 1), START + 10 * SECOND_MS);
  assert.equal(slotOfReading(START + 19 * SECOND_MS), START + 10 * SECOND_MS);
});

/** What a counter lived through between two readings: requests, and perhaps a restart before them. */
const life = fc.record({
  seconds: fc.integer({ min: 1, max: 900 }),
  requests: fc.integer({ min: 0, max: 1000 }),
  restarts: fc.boolean(),
});

test("totals equal the requests that were made, whatever resets there are, as long as they can be seen", () => {
  fc.assert(
    fc.property(fc.array(life, { maxLength: 60, size: "max" }), fc.boolean(), (lives, toldStart) => {
      let [at, startedAt, value, requests] = [START + HOUR_MS, START, 0, 0];
      const told = (): CounterReading => ({ at, value, ...(toldStart ? { startedAt } : {}) });
      const readings = [told()];
      for (const one of lives) {
        requests += one.requests;
        // It can be seen by a start timestamp, or by a value that falls.
        const restarts = one.restarts && (toldStart || one.requests < value);
        if (restarts) startedAt = at + 1;
        value = (restarts ? 0 : value) + one.requests;
        at += one.seconds * SECOND_MS;
        readings.push(told());
      }
      const increases = increasesOf(readings, readings[0]?.at);
      const slots = countedSlots({ valid: increases, part: increases, counts: "bad" });
      assert.equal(increases.filter(({ count }) => count < 0).length, 0);
      assert.equal(
        slots.reduce((sum, { valid }) => sum + valid, 0),
        requests,
      );
    }),
  );
});

test("two counters that contradict each other are flagged, and nothing is clamped", () => {
  const valid = increasesOf([reading(0, 0), reading(1, 10), reading(2, 12)]);
  const part = increasesOf([reading(0, 0), reading(1, 4), reading(2, 9)]);
  const minute = (n: number): number => START + n * MINUTE_MS - 10 * SECOND_MS;
  assert.deepEqual(countedSlots({ valid, part, counts: "bad" }), [
    { slot: minute(1), valid: 10, bad: 4, inconsistent: false },
    { slot: minute(2), valid: 2, bad: 5, inconsistent: true },
  ]);
  assert.deepEqual(countedSlots({ valid, part, counts: "good" }), [
    { slot: minute(1), valid: 10, bad: 6, inconsistent: false },
    { slot: minute(2), valid: 2, bad: -3, inconsistent: true },
  ]);
});
