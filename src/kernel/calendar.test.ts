import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { type Calendar, instantOfWall, isZone, nominalMs, periodOf } from "./calendar.ts";

const at = (text: string): number => Temporal.Instant.from(text).epochMilliseconds;
const hours = ({ from, to }: { from: number; to: number }): number => (to - from) / 3_600_000;
const MADRID = "Europe/Madrid";

test("a calendar day has 23 hours where the clock jumps ahead and 25 where it is set back", () => {
  const day: Calendar = { unit: "day", count: 1, zone: MADRID, anchor: "2026-01-01T00:00" };
  assert.equal(hours(periodOf(day, at("2026-03-29T12:00Z"))), 23);
  assert.equal(hours(periodOf(day, at("2026-10-25T12:00Z"))), 25);
  assert.equal(hours(periodOf(day, at("2026-06-01T12:00Z"))), 24);
});

test("months from the 31st clamp from the anchor, not from the month before", () => {
  const month: Calendar = { unit: "month", count: 1, zone: "UTC", anchor: "2026-01-31T00:00" };
  const starts = ["2026-02-10", "2026-03-10", "2026-04-10", "2026-05-10"].map((day) =>
    new Date(periodOf(month, at(`${day}T00:00Z`)).from).toISOString().slice(0, 10),
  );
  assert.deepEqual(starts, ["2026-01-31", "2026-02-28", "2026-03-31", "2026-04-30"]);
});

test("a period belongs to its zone: the month begins at local midnight", () => {
  const month: Calendar = { unit: "month", count: 1, zone: "America/New_York", anchor: "2020-01-01T00:00" };
  assert.deepEqual(periodOf(month, at("2026-03-15T00:00Z")), {
    from: at("2026-03-01T05:00Z"),
    to: at("2026-04-01T04:00Z"),
  });
});

test("a start that the clock skips is the instant of the jump, and one that comes twice is the first", () => {
  assert.equal(instantOfWall("2026-03-29T02:30", MADRID), at("2026-03-29T01:00Z"));
  assert.equal(instantOfWall("2026-10-25T02:30", MADRID), at("2026-10-25T00:30Z"));
  // Santiago skips midnight.
  const day: Calendar = { unit: "day", count: 1, zone: "America/Santiago", anchor: "2026-01-01T00:00" };
  assert.equal(hours(periodOf(day, at("2026-09-06T12:00Z"))), 23);
});

test("periods partition time: each instant is in exactly one, and its neighbours touch it", () => {
  const calendars = fc.record({
    unit: fc.constantFrom("hour", "day", "week", "month", "quarter", "year" as const),
    count: fc.integer({ min: 1, max: 5 }),
    zone: fc.constantFrom("UTC", MADRID, "America/Santiago", "Asia/Kathmandu", "Australia/Lord_Howe"),
    anchor: fc.constantFrom("2026-01-31T00:00", "2024-02-29T02:30", "2025-12-15T12:30"),
  }) as fc.Arbitrary<Calendar>;
  const instants = fc.integer({ min: at("2015-01-01T00:00Z"), max: at("2035-01-01T00:00Z") });
  fc.assert(
    fc.property(calendars, instants, (calendar, instant) => {
      const { from, to } = periodOf(calendar, instant);
      assert(from <= instant && instant < to);
      assert.deepEqual(periodOf(calendar, from), { from, to });
      assert.deepEqual(periodOf(calendar, to - 1), { from, to });
      assert.equal(periodOf(calendar, to).from, to);
    }),
  );
});

test("nominal lengths are those of the burn-rate tables", () => {
  const days = (unit: Calendar["unit"]): number => nominalMs({ unit, count: 1 }) / 86_400_000;
  assert.deepEqual([days("day"), days("week"), days("month"), days("quarter"), days("year")], [1, 7, 30, 90, 365]);
});

test("a zone is a name of the time zone database", () => {
  assert.deepEqual(["Europe/Madrid", "UTC", "Mars/Olympus", "+01:00", "", "Europe/madrid "].map(isZone), [
    true,
    true,
    false,
    false,
    false,
    false,
  ]);
});
