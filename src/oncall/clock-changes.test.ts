import assert from "node:assert/strict";
import { test } from "node:test";
import { OnCall } from "./model/on-call.ts";
import { readSchedule } from "./grammar/read-schedule.ts";
import { openTestServer } from "./server.testing.ts";

/** Daily turns over a change of the clock, in hours, as the served schedule tells them. */
const DAYS: readonly (readonly [zone: string, from: string, hours: readonly number[]])[] = [
  ["Europe/Madrid", "2027-03-27T00:00", [24, 23, 24]],
  ["Europe/Madrid", "2027-10-30T00:00", [24, 25, 24]],
  ["Australia/Lord_Howe", "2027-04-03T00:00", [24, 24.5, 24]],
  ["Australia/Lord_Howe", "2027-10-02T00:00", [24, 23.5, 24]],
  ["America/Santiago", "2027-09-04T00:00", [24, 23, 24]],
  ["Africa/Cairo", "2027-04-29T00:00", [24, 23, 24]],
  ["Asia/Kathmandu", "2027-03-27T00:00", [24, 24, 24]],
];

test("a served schedule has days of 23, 25 and half hours where its zone changes the clock, as the resolver alone has", async () => {
  await using server = await openTestServer();
  for (const [zone, from, hours] of DAYS) {
    const definition = `zone: ${zone}\nlayers:\n  - {rotate: [ana, ben, cho], every: 1 day, from: ${from}}\n`;
    const put = await server.put("/schedules/daily", { definition });
    assert.equal(put.status, 200, put.text);
    const onCall = new OnCall(readSchedule(definition, zone).schedule);
    const start = onCall.clock.first(Date.parse(`${from}Z`));
    const period = { from: start, to: start + hours.reduce((sum, each) => sum + each, 0) * 3_600_000 };
    const texts = new URLSearchParams({
      from: new Date(period.from).toISOString(),
      to: new Date(period.to).toISOString(),
    });
    const { body } = await server.get(`/schedules/daily/shifts?${texts.toString()}`);
    const shifts = (body["shifts"] as { start: string; end: string; people: string[] }[]).map(
      ({ people, ...time }) => ({
        start: Date.parse(time.start),
        end: Date.parse(time.end),
        people,
      }),
    );
    assert.deepEqual(shifts, onCall.shiftsIn(period).shifts, zone);
    assert.deepEqual(
      shifts.map((shift) => (shift.end - shift.start) / 3_600_000),
      hours,
      zone,
    );
    for (const { start: at, end, people } of shifts) {
      const who = await server.get(`/schedules/daily/who?at=${new Date(at).toISOString()}`);
      assert.deepEqual(who.body["people"], people);
      assert.equal(who.body["until"], new Date(end).toISOString());
    }
    server.clock.at += 1_000;
  }
});
