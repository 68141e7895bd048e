import assert from "node:assert/strict";
import { test } from "node:test";
import { DAY_MS, HOUR_MS } from "#kernel";
import { dayOf, draggedTime, looksOf, midnightsIn, placeOf } from "./time-line.ts";

const at = (text: string): number => Date.parse(text);

test("the days of a time line are those of its zone, also where the clock changes, at midnight too", () => {
  const hours = (zone: string, from: string, to: string): number[] => {
    const marks = midnightsIn({ from: at(from), to: at(to) }, zone).map((mark) => mark.at);
    return marks.slice(1).map((mark, place) => (mark - (marks[place] ?? 0)) / HOUR_MS);
  };
  assert.deepEqual(hours("Europe/Madrid", "2027-03-26T12:00Z", "2027-03-30T12:00Z"), [24, 23, 24]);
  assert.deepEqual(hours("Europe/Madrid", "2027-10-29T12:00Z", "2027-11-02T12:00Z"), [24, 25, 24]);
  assert.deepEqual(hours("Australia/Lord_Howe", "2027-04-02T00:00Z", "2027-04-06T00:00Z"), [24, 24.5, 24]);
  assert.deepEqual(hours("Africa/Cairo", "2026-04-22T00:00Z", "2026-04-26T00:00Z"), [24, 23, 24]);
  assert.deepEqual(hours("Asia/Kathmandu", "2027-01-01T00:00Z", "2027-01-04T00:00Z"), [24, 24]);
  assert.equal(
    midnightsIn({ from: at("2027-01-01T00:00Z"), to: at("2027-01-02T00:00Z") }, "UTC")[0]?.text,
    "Fri 1 Jan",
  );
  assert.equal(dayOf(at("2027-03-28T10:00Z"), "Europe/Madrid"), at("2027-03-27T23:00Z"));
});

test("a drag in either direction is a time on the grid, and a click is none", () => {
  const week = { from: 0, to: 7 * DAY_MS };
  assert.deepEqual(draggedTime(0.5, 0.25, week), { from: 42 * HOUR_MS, to: 84 * HOUR_MS });
  assert.equal(draggedTime(0.5, 0.5001, week), undefined);
  assert.deepEqual(draggedTime(-1, 2, week), week);
  const month = draggedTime(0.1, 0.2, { from: 0, to: 28 * DAY_MS });
  assert.equal((month?.from ?? 1) % HOUR_MS, 0);
});

test("what lies outside of a period is drawn at its end, and people keep their looks", () => {
  assert.deepEqual(
    [-5, 5, 50].map((instant) => placeOf(instant, { from: 0, to: 10 })),
    [0, 50, 100],
  );
  assert.deepEqual(
    [...looksOf(["cho", "ana", "cho", "ben"])],
    [
      ["ana", 0],
      ["ben", 1],
      ["cho", 2],
    ],
  );
});
