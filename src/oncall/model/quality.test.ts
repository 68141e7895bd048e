import assert from "node:assert/strict";
import { test } from "node:test";
import { qualityOf } from "./quality.ts";
import type { Schedule } from "./schedule.ts";
import { layerOf, local, wallOf } from "./schedules.testing.ts";

const WEEK = { from: Date.parse("2026-06-01T00:00Z"), to: Date.parse("2026-06-08T00:00Z") };

function scheduleOf(more: Partial<Schedule>): Schedule {
  return { zone: "UTC", layers: [], overrides: [], ...more };
}

test("hours, shifts, nights, weekends and the distance from an equal share of each person", () => {
  const layers = [layerOf(["ana", "ben"], { from: wallOf("2026-06-01T12:00") })];
  const overrides = [
    {
      from: local("2026-06-05T12:00"),
      to: local("2026-06-05T18:00"),
      change: { kind: "remove", person: "ana" } as const,
    },
  ];
  const { coverage, balance, load } = qualityOf(scheduleOf({ layers, overrides }), WEEK);
  assert.equal(coverage.hours, 168);
  assert.equal(coverage.coveredHours, 150);
  assert.equal(coverage.share, 150 / 168);
  assert.equal(coverage.gaps.length, 2);
  assert.equal(balance.equalShareHours, 75);
  // Ana: Mon, Wed, Fri (without six hours) and Sunday from noon; ben: Tue, Thu, Sat.
  assert.deepEqual(balance.people, [
    {
      person: "ana",
      hours: 24 + 24 + 18 + 12,
      shifts: 4,
      nights: 4,
      nightHours: 8 + 8 + 8 + 2,
      weekendHours: 12 + 12,
      deviationHours: 3,
      deviation: 78 / 75 - 1,
    },
    {
      person: "ben",
      hours: 72,
      shifts: 3,
      nights: 3,
      nightHours: 24,
      weekendHours: 24,
      deviationHours: -3,
      deviation: 72 / 75 - 1,
    },
  ]);
  assert.deepEqual(load.people[0], { person: "ana", hoursPerWeek: 78, longestHours: 24, incidentBudget: 13 });
  assert.equal(load.atOnce, 1);
});

test("who is in a rotation and has no hour is there with none; who shares a shift is on call once", () => {
  const layers = [
    layerOf(["ana"], { priority: 2 }),
    layerOf(["ben"], { priority: 2, only: [{ start: 0, length: 1_440 }] }),
    layerOf(["cho"], { priority: 1 }),
  ];
  const { balance, load } = qualityOf(scheduleOf({ layers }), WEEK);
  assert.deepEqual(
    balance.people.map(({ person, hours, shifts }) => [person, hours, shifts]),
    [
      ["ana", 168, 1],
      ["ben", 24, 1],
      ["cho", 0, 0],
    ],
  );
  assert.equal(load.atOnce, 192 / 168);
  assert.equal(load.people[0]?.longestHours, 168);
});

test("a night over the change of the clock has the hours that it had", () => {
  const schedule = scheduleOf({ zone: "Europe/Madrid", layers: [layerOf(["ana"])] });
  const night = { from: Date.parse("2026-03-28T12:00Z"), to: Date.parse("2026-03-29T12:00Z") };
  assert.equal(qualityOf(schedule, night).balance.people[0]?.nightHours, 7);
});

test("a time in which nobody is on call has no share and no deviation", () => {
  const schedule = scheduleOf({ layers: [layerOf(["ana"], { from: wallOf("2030-01-01T00:00") })] });
  const { coverage, balance, load } = qualityOf(schedule, WEEK);
  assert.equal(coverage.share, 0);
  assert.deepEqual(balance, { equalShareHours: 0, people: [] });
  assert.deepEqual(load, { atOnce: 0, people: [] });
});
