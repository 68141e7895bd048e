import assert from "node:assert/strict";
import { test } from "node:test";
import { isWithin, type TimeInterval } from "./time-interval.ts";

const ANY: TimeInterval = {
  times: null,
  weekdays: null,
  daysOfMonth: null,
  months: null,
  years: null,
  zone: "UTC",
};
const within = (interval: Partial<TimeInterval>, text: string): boolean =>
  isWithin({ ...ANY, ...interval }, Temporal.Instant.from(text).epochMilliseconds);

test("an interval that says nothing always holds, one with an empty list never", () => {
  assert.equal(within({}, "2026-03-02T00:00:00Z"), true);
  assert.equal(within({ weekdays: [] }, "2026-03-02T00:00:00Z"), false);
});

test("a time holds from its first minute to before its last", () => {
  const times = [{ from: 540, to: 1_020 }];
  assert.equal(within({ times }, "2026-03-02T09:00:00Z"), true);
  assert.equal(within({ times }, "2026-03-02T16:59:59Z"), true);
  assert.equal(within({ times }, "2026-03-02T17:00:00Z"), false);
  assert.equal(within({ times: [{ from: 1_320, to: 1_440 }] }, "2026-03-02T23:59:59Z"), true);
});

test("week days count from Sunday, and all parts must hold", () => {
  const workdays = { weekdays: [{ first: 1, last: 5 }], months: [{ first: 3, last: 3 }] };
  assert.equal(within(workdays, "2026-03-02T12:00:00Z"), true);
  assert.equal(within(workdays, "2026-03-01T12:00:00Z"), false);
  assert.equal(within(workdays, "2026-04-01T12:00:00Z"), false);
  assert.equal(within({ years: [{ first: 2025, last: 2025 }] }, "2026-03-02T12:00:00Z"), false);
});

test("negative days count from the end of each month, and a day that a month lacks is not in it", () => {
  const lastThree = { daysOfMonth: [{ first: -3, last: -1 }] };
  assert.equal(within(lastThree, "2026-02-26T12:00:00Z"), true);
  assert.equal(within(lastThree, "2026-02-25T12:00:00Z"), false);
  assert.equal(within(lastThree, "2028-02-26T12:00:00Z"), false);
  assert.equal(within({ daysOfMonth: [{ first: 30, last: 31 }] }, "2026-02-28T12:00:00Z"), false);
  assert.equal(within({ daysOfMonth: [{ first: 28, last: -1 }] }, "2026-02-28T12:00:00Z"), true);
});

test("the clock is that of the interval's zone, in summer and in winter", () => {
  const night = { times: [{ from: 0, to: 360 }], zone: "Europe/Madrid" };
  assert.equal(within(night, "2026-01-10T23:00:00Z"), true);
  assert.equal(within(night, "2026-01-10T22:59:00Z"), false);
  assert.equal(within(night, "2026-07-10T22:00:00Z"), true);
});
