import assert from "node:assert/strict";
import { test } from "node:test";
import { DAY_MS, HOUR_MS, MINUTE_MS } from "#kernel";
import { AVAILABILITY_999, recordedOf, START, steady } from "../recorded.testing.ts";
import { compare } from "./comparison.ts";
import { nightsWoken } from "./nights.ts";
import { missedOutages, outagesOf } from "./outages.ts";
import { quietTarget } from "./quiet-target.ts";
import { RowHistory } from "./row-history.ts";
import { pagesAtAll, whatIf } from "./what-if.ts";
import { comparisonText } from "./words.ts";

const NOBODY = new Int32Array(0);
const AT = (text: string): number => Temporal.Instant.from(text).epochMilliseconds;

/** Five days; on the second a total outage of 20 minutes at 03:00 UTC, on the third 2 % errors for an hour from 23:00. */
function history(): RowHistory {
  const parts = [
    { from: 0, to: DAY_MS + 3 * HOUR_MS, badShare: 0 },
    { from: DAY_MS + 3 * HOUR_MS, to: DAY_MS + 3 * HOUR_MS + 20 * MINUTE_MS, badShare: 1 },
    { from: DAY_MS + 3 * HOUR_MS + 20 * MINUTE_MS, to: 2 * DAY_MS + 23 * HOUR_MS, badShare: 0 },
    { from: 2 * DAY_MS + 23 * HOUR_MS, to: 3 * DAY_MS, badShare: 0.02 },
    { from: 3 * DAY_MS, to: 5 * DAY_MS, badShare: 0 },
  ];
  const cells = parts.flatMap(({ from, to, badShare }) =>
    steady(0, { from: START + from, to: START + to }, { perSlot: 100, badShare }),
  );
  return new RowHistory(recordedOf([{ objective: AVAILABILITY_999, clients: NOBODY }], cells), 0);
}

test("a night is from 22:00 to 07:00 by the clock of the zone, and wakes once however often it pages", () => {
  const cases: readonly (readonly [string, number, ...string[]])[] = [
    ["UTC", 0],
    ["UTC", 0, "2026-03-01T21:59:59Z", "2026-03-01T07:00:00Z"],
    ["UTC", 1, "2026-03-01T22:00:00Z", "2026-03-01T23:59:50Z", "2026-03-02T00:00:00Z", "2026-03-02T06:59:50Z"],
    ["UTC", 2, "2026-03-01T06:59:50Z", "2026-03-01T22:00:00Z"],
    ["Asia/Tokyo", 1, "2026-03-01T13:00:00Z", "2026-03-01T22:00:00Z"],
    // The clock goes forward from 02:00 to 03:00 in this night, and it stays one night.
    ["Europe/Madrid", 1, "2026-03-28T21:00:00Z", "2026-03-29T04:59:50Z"],
    ["Europe/Madrid", 0, "2026-03-29T05:00:00Z", "2026-03-28T20:59:50Z"],
  ];
  for (const [zone, expected, ...pages] of cases) {
    assert.equal(nightsWoken(pages.map(AT), zone), expected, `${zone} ${pages.join(" ")}`);
  }
});

test("an outage is missed when no page of the other setting fires while it lasts, or within an hour after", () => {
  const outage = { from: 10 * HOUR_MS, to: 11 * HOUR_MS };
  const missedBy = (from: number, to: number): number => missedOutages([outage], [{ from, to }]);
  assert.equal(missedOutages([outage], []), 1);
  assert.equal(missedBy(9 * HOUR_MS, 10 * HOUR_MS), 1, "over before it began");
  assert.equal(missedBy(9 * HOUR_MS, 10 * HOUR_MS + 1), 0, "fired before, and still did");
  assert.equal(missedBy(12 * HOUR_MS - 1, 13 * HOUR_MS), 0, "within an hour after");
  assert.equal(missedBy(12 * HOUR_MS, 13 * HOUR_MS), 1, "an hour after or later");
});

test("what only continues an outage belongs to it, and what still fires at the end ends there", () => {
  const alert = { urgency: "page", end: "resolved", mutedBy: null, pairs: [], told: true } as const;
  const outages = outagesOf(
    {
      alerts: [
        { ...alert, firedAt: 10, endedAt: 20 },
        { ...alert, firedAt: 22, endedAt: 30, mutedBy: "orders/availability" },
        { ...alert, firedAt: 40, endedAt: 50, mutedBy: "orders/availability", told: false },
        { ...alert, urgency: "ticket", firedAt: 60, endedAt: 70 },
        { ...alert, firedAt: 80, endedAt: null, end: null },
      ],
    },
    99,
  );
  assert.deepEqual(outages, [
    { from: 10, to: 30 },
    { from: 80, to: 99 },
  ]);
});

test("a lower target wakes less, and the comparison says which outages it would have missed", () => {
  const tried = history();
  const present = whatIf(tried, { guard: true });
  const terms = { zone: "UTC", historyEnd: tried.span.to };
  const lower = compare(present, whatIf(tried, { targetPpm: 990_000, guard: true }), terms);
  assert.deepEqual(lower, {
    present: { pages: 2, tickets: 1, nightsWoken: 2 },
    candidate: { pages: 1, tickets: 0, nightsWoken: 1 },
    outages: 2,
    outagesMissed: 1,
  });
  assert.equal(comparisonText(lower), "nights you would have been woken: 2 → 1; outages missed: 1 of 2");
  assert.equal(
    comparisonText(compare(present, present, terms)),
    "nights you would have been woken: 2; outages missed: 0 of 2",
  );
  assert.equal(compare(present, present, { ...terms, zone: "America/New_York" }).present.nightsWoken, 1);
});

test("the largest quiet target brings no page, and one millionth more does", () => {
  const tried = history();
  for (const guard of [true, false]) {
    const targetPpm = quietTarget(tried, { guard });
    assert(targetPpm > 0);
    assert(!pagesAtAll(tried, { targetPpm, guard }));
    assert(pagesAtAll(tried, { targetPpm: targetPpm + 1, guard }));
  }
});

test("what never failed is quiet at every target", () => {
  const cells = steady(0, { from: START, to: START + DAY_MS }, { perSlot: 10, badShare: 0 });
  const tried = new RowHistory(recordedOf([{ objective: AVAILABILITY_999, clients: NOBODY }], cells), 0);
  assert.equal(quietTarget(tried, { guard: true }), 999_999);
});

test("pairs of an objective's own that a low target makes unreachable do not hinder the search for the quiet one", () => {
  const pairs = [{ urgency: "page", factorPpm: 14_400_000, longMs: HOUR_MS, shortMs: 5 * MINUTE_MS }] as const;
  const cells = steady(0, { from: START, to: START + 2 * HOUR_MS }, { perSlot: 10, badShare: 1 });
  const tried = new RowHistory(recordedOf([{ objective: { ...AVAILABILITY_999, pairs }, clients: NOBODY }], cells), 0);
  const quiet = quietTarget(tried, { guard: false });
  assert.equal(quiet, Math.floor((1 - 1 / 14.4) * 1_000_000));
});
