import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { DAY_MS, HOUR_MS, type Interval, MINUTE_MS } from "#kernel";
import { badDay } from "../bad-day.ts";
import { empty } from "../empty.ts";
import { firstApi } from "../first-api.ts";
import { LiveLines } from "../lines/live-lines.ts";
import { liveRecords } from "./live-records.ts";
import type { LiveStory } from "./live-story.ts";

const LINES = new LiveLines();
const NOW = Date.UTC(2026, 10, 27, 12);
const BAD_DAY = badDay({ now: NOW, breaksAt: NOW + MINUTE_MS });
const FIRST_API = firstApi({ now: NOW });

test("the spans of a story joined are the whole, however it is cut", () => {
  fc.assert(
    fc.property(
      fc.constantFrom(BAD_DAY, FIRST_API),
      fc.integer({ min: -4 * HOUR_MS, max: HOUR_MS }),
      fc.array(fc.integer({ min: 0, max: 5 * MINUTE_MS }), { maxLength: 12 }),
      (story, start, cuts) => {
        const whole = { from: NOW + start, to: NOW + start + 5 * MINUTE_MS };
        const ends = [...cuts.toSorted((one, other) => one - other).map((cut) => whole.from + cut), whole.to];
        const parts = ends.map((to, index) => linesOf(story, { from: ends[index - 1] ?? whole.from, to }));
        assert.deepEqual(parts.flat(), linesOf(story, whole));
      },
    ),
    { numRuns: 40 },
  );
});

test("records come in order, within the span, and none before the story begins", () => {
  let before = BAD_DAY.from;
  for (const { at } of liveRecords(BAD_DAY, { from: BAD_DAY.from - DAY_MS, to: BAD_DAY.from + HOUR_MS })) {
    assert.ok(at >= before && at < BAD_DAY.from + HOUR_MS);
    before = at;
  }
  assert.ok(before > BAD_DAY.from + HOUR_MS - MINUTE_MS);
});

test("told at another moment of the same ten seconds, the story is the same", () => {
  const span = { from: NOW - HOUR_MS, to: NOW };
  assert.deepEqual(linesOf(firstApi({ now: NOW + 9_999 }), span), linesOf(FIRST_API, span));
});

test("what breaks later changes nothing before", () => {
  const span = { from: NOW - HOUR_MS, to: NOW + MINUTE_MS };
  assert.deepEqual(linesOf(BAD_DAY, span), linesOf(badDay({ now: NOW }), span));
});

test("each API brings the rate of its hour, within five standard deviations of Poisson", () => {
  const hour = NOW - 2 * DAY_MS;
  const records = [...liveRecords(BAD_DAY, { from: hour, to: hour + HOUR_MS })];
  for (const { api, ratePerHour, weekdayFactors } of BAD_DAY.apis) {
    const expected = (ratePerHour[12] ?? 0) * (weekdayFactors?.[3] ?? 0);
    const found = records.filter((record) => record.api === api).length;
    assert.ok(Math.abs(found - expected) < 5 * Math.sqrt(expected), `${api}: found ${found}, expected ${expected}`);
  }
});

test("a burst adds its requests to one client, and only while it lasts", () => {
  const [burst] = BAD_DAY.apis[0]?.bursts ?? [];
  assert(burst !== undefined);
  const counted = (from: number) =>
    [...liveRecords(BAD_DAY, { from, to: from + 10 * MINUTE_MS })].filter(({ client }) => client.name === burst.client)
      .length;
  assert.ok(Math.abs(counted(burst.from) - 600 * burst.perSecond) < 5 * Math.sqrt(600 * burst.perSecond));
  assert.ok(counted(burst.to) < 60);
});

test("an outage is told by its place in the API's list, with its status and outcome", () => {
  const payments = BAD_DAY.apis.find(({ api }) => api === "payments");
  const outage = payments?.outages.findIndex(({ share, from }) => share === 0.9 && from === NOW + MINUTE_MS) ?? -1;
  const span = { from: NOW + MINUTE_MS, to: NOW + 5 * MINUTE_MS };
  const struck = [...liveRecords(BAD_DAY, span)].filter((record) => record.api === "payments" && record.status === 503);
  assert.ok(struck.length > 20);
  for (const record of struck) assert.deepEqual([record.outage, record.outcome], [outage, "upstreamError"]);
});

test("a release is named from its instant on", () => {
  const released = FIRST_API.apis[0]?.releases[1]?.from ?? assert.fail("there is no second release");
  for (const { at, release } of liveRecords(FIRST_API, { from: released - MINUTE_MS, to: released + MINUTE_MS })) {
    assert.equal(release, at < released ? "1.4.0" : "1.5.0");
  }
});

test("no two requests have the same trace, which is 32 hex digits", () => {
  const traces = [...liveRecords(BAD_DAY, { from: NOW - HOUR_MS, to: NOW })].map(({ traceId }) => traceId);
  assert.equal(new Set(traces).size, traces.length);
  assert.ok(traces.every((trace) => /^[0-9a-f]{32}$/.test(trace)));
});

test("the empty story brings nothing", () => {
  assert.deepEqual(linesOf(empty({ now: NOW }), { from: 0, to: NOW }), []);
});

function linesOf(story: LiveStory, span: Interval): string[] {
  return [...liveRecords(story, span)].map((record) => LINES.line(record));
}
