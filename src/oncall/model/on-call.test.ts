import assert from "node:assert/strict";
import { test } from "node:test";
import { DAY_MS, HOUR_MS, instantText } from "#kernel";
import { OnCall } from "./on-call.ts";
import type { Change, Override, Schedule } from "./schedule.ts";
import { layerOf, local, wallOf } from "./schedules.testing.ts";

const MADRID = "Europe/Madrid";
/** Minutes from Monday 00:00. */
const [SAT, SUN] = [5 * 1_440, 6 * 1_440];

function scheduleOf(more: Partial<Schedule>): Schedule {
  return { zone: MADRID, layers: [], overrides: [], ...more };
}

/** Shifts and gaps as lines: start, end, people; instants without seconds and zone. */
function told(schedule: Schedule, from: string, to: string): string[] {
  const { shifts, gaps } = new OnCall(schedule).shiftsIn({ from: Date.parse(from), to: Date.parse(to) });
  return [...shifts, ...gaps.map((gap) => ({ ...gap, people: ["-"] }))]
    .toSorted((a, b) => a.start - b.start)
    .map(({ start, end, people }) => [short(start), short(end), people.join("+")].join(" "));
}

function short(at: number): string {
  return instantText(at).slice(5).replace(":00Z", "").replace("T", "/");
}

function override(from: string, to: string, change: Change): Override {
  return { from: local(from), to: local(to), change };
}

test("daily turns last 23 h and 25 h on the days on which the clock changes", () => {
  const schedule = scheduleOf({ layers: [layerOf(["ana", "ben"], { from: wallOf("2026-03-01T00:00") })] });
  assert.deepEqual(told(schedule, "2026-03-28T00:00Z", "2026-03-30T12:00Z"), [
    "03-28/00:00 03-28/23:00 ben",
    "03-28/23:00 03-29/22:00 ana",
    "03-29/22:00 03-30/12:00 ben",
  ]);
  assert.deepEqual(told(schedule, "2026-10-24T12:00Z", "2026-10-26T12:00Z"), [
    "10-24/12:00 10-24/22:00 ben",
    "10-24/22:00 10-25/23:00 ana",
    "10-25/23:00 10-26/12:00 ben",
  ]);
});

test("a handoff at a time that does not exist is the jump, one at a time that comes twice is the first", () => {
  const schedule = scheduleOf({ layers: [layerOf(["ana", "ben"], { from: wallOf("2026-03-01T02:30") })] });
  assert.deepEqual(told(schedule, "2026-03-28T12:00Z", "2026-03-30T12:00Z"), [
    "03-28/12:00 03-29/01:00 ben",
    "03-29/01:00 03-30/00:30 ana",
    "03-30/00:30 03-30/12:00 ben",
  ]);
  assert.deepEqual(told(schedule, "2026-10-24T12:00Z", "2026-10-26T12:00Z"), [
    "10-24/12:00 10-25/00:30 ben",
    "10-25/00:30 10-26/01:30 ana",
    "10-26/01:30 10-26/12:00 ben",
  ]);
});

test("hourly turns: the hour that is jumped over is nobody's, the hour that comes twice is one turn of two hours", () => {
  const layer = layerOf(["ana", "ben", "cho"], { every: { count: 1, unit: "hour" }, from: wallOf("2026-01-01T00:00") });
  assert.deepEqual(told(scheduleOf({ layers: [layer] }), "2026-03-29T00:00Z", "2026-03-29T03:00Z"), [
    "03-29/00:00 03-29/01:00 ben",
    "03-29/01:00 03-29/02:00 ana",
    "03-29/02:00 03-29/03:00 ben",
  ]);
  assert.deepEqual(told(scheduleOf({ layers: [layer] }), "2026-10-24T23:00Z", "2026-10-25T03:00Z"), [
    "10-24/23:00 10-25/00:00 ben",
    "10-25/00:00 10-25/02:00 cho",
    "10-25/02:00 10-25/03:00 ana",
  ]);
});

test("months clamp from the anchor: 31 January, 28 February, 31 March", () => {
  const layer = layerOf(["ana", "ben"], { every: { count: 1, unit: "month" }, from: wallOf("2026-01-31T09:00") });
  assert.deepEqual(told(scheduleOf({ zone: "UTC", layers: [layer] }), "2026-01-01T00:00Z", "2026-05-15T00:00Z"), [
    "01-01/00:00 01-31/09:00 -",
    "01-31/09:00 02-28/09:00 ana",
    "02-28/09:00 03-31/09:00 ben",
    "03-31/09:00 04-30/09:00 ana",
    "04-30/09:00 05-15/00:00 ben",
  ]);
});

test("a night over the change of the clock is an hour shorter or longer", () => {
  const nights = layerOf(["ana"], { from: wallOf("2026-01-01T00:00"), only: [{ start: SAT + 1_320, length: 480 }] });
  const schedule = scheduleOf({ layers: [nights] });
  assert.deepEqual(told(schedule, "2026-03-28T12:00Z", "2026-03-29T12:00Z")[1], "03-28/21:00 03-29/04:00 ana");
  assert.deepEqual(told(schedule, "2026-10-24T12:00Z", "2026-10-25T12:00Z")[1], "10-24/20:00 10-25/05:00 ana");
});

test("a restriction in the hour that is jumped over covers nothing that day, in the one that comes twice it reaches from the first to the last", () => {
  const only = [{ start: SUN + 150, length: 15 }];
  const schedule = scheduleOf({ layers: [layerOf(["ana"], { only })] });
  assert.deepEqual(told(schedule, "2026-03-28T12:00Z", "2026-03-29T12:00Z"), ["03-28/12:00 03-29/12:00 -"]);
  assert.deepEqual(told(schedule, "2026-10-24T12:00Z", "2026-10-25T12:00Z"), [
    "10-24/12:00 10-25/00:30 -",
    "10-25/00:30 10-25/01:45 ana",
    "10-25/01:45 10-25/12:00 -",
  ]);
});

test("an override begins at the first and ends at the last of a time that comes twice, and at the jump over one that does not exist", () => {
  const layers = [layerOf(["ana"])];
  const swap = { kind: "replace", person: "ana", with: "ben" } as const;
  const autumn = scheduleOf({ layers, overrides: [override("2026-10-25T02:15", "2026-10-25T02:45", swap)] });
  assert.deepEqual(told(autumn, "2026-10-25T00:00Z", "2026-10-25T02:00Z"), [
    "10-25/00:00 10-25/00:15 ana",
    "10-25/00:15 10-25/01:45 ben",
    "10-25/01:45 10-25/02:00 ana",
  ]);
  const spring = scheduleOf({ layers, overrides: [override("2026-03-29T01:00", "2026-03-29T02:30", swap)] });
  assert.deepEqual(told(spring, "2026-03-29T00:00Z", "2026-03-29T02:00Z"), [
    "03-29/00:00 03-29/01:00 ben",
    "03-29/01:00 03-29/02:00 ana",
  ]);
});

test("covered days: nobody's turn passes on a day on which the layer does not apply", () => {
  const only = [0, 1, 2, 3, 4].map((day) => ({ start: day * 1_440 + 540, length: 540 }));
  const office = { zone: "UTC", from: wallOf("2026-06-04T09:00"), only };
  const covered = layerOf(["ana", "ben", "cho"], { ...office, advance: "covered-days" });
  const people = (every: number, advance: "calendar" | "covered-days"): string =>
    new OnCall(scheduleOf({ zone: "UTC", layers: [{ ...covered, advance, every: { count: every, unit: "day" } }] }))
      .shiftsIn({ from: Date.parse("2026-06-04T00:00Z"), to: Date.parse("2026-06-13T00:00Z") })
      .shifts.map((shift) => shift.people[0])
      .join(" ");
  // Thursday and Friday, then Monday to Friday.
  assert.equal(people(1, "calendar"), "ana ben ben cho ana ben cho");
  assert.equal(people(1, "covered-days"), "ana ben cho ana ben cho ana");
  assert.equal(people(2, "covered-days"), "ana ana ben ben cho cho ana");
});

test("before a layer begins and after it ends it has nobody", () => {
  const layer = layerOf(["ana"], { from: wallOf("2026-06-02T00:00"), until: wallOf("2026-06-03T00:00") });
  const schedule = scheduleOf({ zone: "UTC", layers: [layer] });
  assert.deepEqual(told(schedule, "2026-06-01T00:00Z", "2026-06-05T00:00Z"), [
    "06-01/00:00 06-02/00:00 -",
    "06-02/00:00 06-03/00:00 ana",
    "06-03/00:00 06-05/00:00 -",
  ]);
  const onCall = new OnCall(schedule);
  const [start, end] = [Date.parse("2026-06-02T00:00Z"), Date.parse("2026-06-03T00:00Z")];
  assert.deepEqual(onCall.at(start - 1), { people: [], since: null, until: start });
  assert.deepEqual(onCall.at(start), { people: ["ana"], since: start, until: end });
  assert.deepEqual(onCall.at(end), { people: [], since: end, until: null });
});

test("a higher layer covers a lower one where it applies, equal ones share the shift", () => {
  const night = { only: [{ start: 0, length: 360 }] };
  const layers = (priority: number) => [layerOf(["cho"]), layerOf(["ana"], { ...night, priority })];
  const lines = (priority: number): string[] =>
    told(scheduleOf({ zone: "UTC", layers: layers(priority) }), "2026-06-01T00:00Z", "2026-06-01T12:00Z");
  assert.deepEqual(lines(2), ["06-01/00:00 06-01/06:00 ana", "06-01/06:00 06-01/12:00 cho"]);
  assert.deepEqual(lines(1), ["06-01/00:00 06-01/06:00 ana+cho", "06-01/06:00 06-01/12:00 cho"]);
  assert.deepEqual(lines(0), ["06-01/00:00 06-01/12:00 cho"]);
});

test("overrides are applied in the order of the list, and a swap is two of them", () => {
  const layer = layerOf(["ana", "ben"], { from: wallOf("2026-06-01T00:00") });
  const overrides = [
    override("2026-06-01T00:00", "2026-06-02T00:00", { kind: "replace", person: "ana", with: "ben" }),
    override("2026-06-02T00:00", "2026-06-03T00:00", { kind: "replace", person: "ben", with: "ana" }),
    override("2026-06-03T00:00", "2026-06-03T12:00", { kind: "add", person: "cho" }),
    override("2026-06-03T06:00", "2026-06-03T18:00", { kind: "remove", person: "ana" }),
    override("2026-06-04T00:00", "2026-06-04T12:00", { kind: "everyone", people: ["dan", "cho"] }),
    override("2026-06-04T06:00", "2026-06-04T12:00", { kind: "replace", person: "dan", with: "eva" }),
  ];
  assert.deepEqual(
    told(scheduleOf({ zone: "UTC", layers: [layer], overrides }), "2026-06-01T00:00Z", "2026-06-05T00:00Z"),
    [
      "06-01/00:00 06-02/00:00 ben",
      "06-02/00:00 06-03/00:00 ana",
      "06-03/00:00 06-03/06:00 ana+cho",
      "06-03/06:00 06-03/12:00 cho",
      "06-03/12:00 06-03/18:00 -",
      "06-03/18:00 06-04/00:00 ana",
      "06-04/00:00 06-04/06:00 cho+dan",
      "06-04/06:00 06-04/12:00 cho+eva",
      "06-04/12:00 06-05/00:00 ben",
    ],
  );
});

test("who joins or leaves changes no shift before, and whoever is no member at a handoff is passed over", () => {
  const three = layerOf(["ana", "ben", "cho"], { from: wallOf("2026-06-01T00:00") });
  const [ana, ben, cho] = [{ person: "ana" }, { person: "ben", until: local("2026-06-05T12:00") }, { person: "cho" }];
  const changed = { ...three, rotate: [ana, ben, { person: "dan", from: local("2026-06-07T00:00") }, cho] };
  const days = (layer: typeof three): string =>
    told(scheduleOf({ zone: "UTC", layers: [layer] }), "2026-06-01T00:00Z", "2026-06-11T00:00Z")
      .map((line) => line.split(" ")[2])
      .join(" ");
  assert.equal(days(three), "ana ben cho ana ben cho ana ben cho ana");
  // Ben finishes the turn in which he leaves; on the 7th, after cho, it is ana's turn, and then dan's.
  assert.equal(days(changed), "ana ben cho ana ben cho ana dan cho ana");
});

test("the ends of who is on call are true changes of people, however far away, and null where there is none", () => {
  const alone = new OnCall(scheduleOf({ layers: [layerOf(["ana"])] }));
  assert.deepEqual(alone.at(Date.parse("2030-01-01T00:00Z")), {
    people: ["ana"],
    since: Date.parse("2025-12-31T23:00Z"),
    until: null,
  });
  const days = [{ start: 0, length: 3_600 }];
  const halves = [layerOf(["ana"], { only: days }), layerOf(["ana"], { only: [{ start: 3_600, length: 6_480 }] })];
  assert.equal(new OnCall(scheduleOf({ layers: halves })).at(Date.parse("2030-01-01T00:00Z")).until, null);
  const decades = layerOf(["ana", "ana", "ana", "ben"], { every: { count: 120, unit: "month" } });
  assert.deepEqual(new OnCall(scheduleOf({ zone: "UTC", layers: [decades] })).at(Date.parse("2030-01-01T00:00Z")), {
    people: ["ana"],
    since: Date.parse("2026-01-01T00:00Z"),
    until: Date.parse("2056-01-01T00:00Z"),
  });
});

test("a day that a zone leaves out, and a midnight that does not exist, leave no hole", () => {
  const layer = layerOf(["ana", "ben", "cho"], { from: wallOf("2011-12-28T00:00") });
  // 30 December did not exist: the turn of that day, cho's, has no time.
  assert.deepEqual(
    told(scheduleOf({ zone: "Pacific/Apia", layers: [layer] }), "2011-12-29T10:00Z", "2011-12-31T10:00Z"),
    ["12-29/10:00 12-30/10:00 ben", "12-30/10:00 12-31/10:00 ana"],
  );
  const cairo = scheduleOf({
    zone: "Africa/Cairo",
    layers: [layerOf(["ana", "ben"], { from: wallOf("2026-04-20T00:00") })],
  });
  const spring = new OnCall(cairo).shiftsIn({
    from: Date.parse("2026-04-22T22:00Z"),
    to: Date.parse("2026-04-25T21:00Z"),
  });
  assert.deepEqual(
    spring.shifts.map(({ start, end }) => (end - start) / HOUR_MS),
    [24, 23, 24],
  );
});

test("an empty time has no shifts, and one without a schedule's layers is one gap", () => {
  const onCall = new OnCall(scheduleOf({}));
  assert.deepEqual(onCall.shiftsIn({ from: 0, to: 0 }), { shifts: [], gaps: [] });
  assert.deepEqual(onCall.shiftsIn({ from: 0, to: DAY_MS }), { shifts: [], gaps: [{ start: 0, end: DAY_MS }] });
  assert.deepEqual(onCall.at(0), { people: [], since: null, until: null });
});
