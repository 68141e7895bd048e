import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { DAY_MS, HOUR_MS, type Interval, MINUTE_MS } from "#kernel";
import { MeasurementLost } from "./alerts/measurement-lost.ts";
import { Coverage } from "./engine/coverage.ts";
import { judge, type Judged } from "./judge.ts";
import { AVAILABILITY_999, type Cell, cellsOf, recordedOf, START } from "./recorded.testing.ts";
import type { Recorded } from "./recorded.ts";
import type { AlertResult } from "./results.ts";
import { mergedTold } from "./told.ts";
import { alertEndText } from "./words.ts";

const WEEK_MS = 7 * DAY_MS;
const NOBODY = new Int32Array(0);
/** Three weeks in, at noon. */
const GONE = START + 3 * WEEK_MS + 12 * HOUR_MS;
const END = GONE + DAY_MS;

/** 600 requests an hour, a slot a minute, but not in [from, to); from `failingFrom` on all of them fail. */
function cells({ from, to }: Interval, failingFrom = END): Cell[] {
  const list: Cell[] = [];
  for (let slot = START; slot < END; slot += MINUTE_MS) {
    if (slot < from || slot >= to) list.push([slot, 0, 10, slot >= failingFrom ? 10 : 0]);
  }
  return list;
}

function judged(list: readonly Cell[], more: Partial<Recorded> = {}): Judged {
  const span = { from: START, to: END };
  return judge(recordedOf([{ objective: AVAILABILITY_999, clients: NOBODY }], list, { span, ...more }));
}

function ofKind({ alerts }: Judged, kind: AlertResult["kind"]): AlertResult[] {
  return alerts.filter((alert) => alert.kind === kind);
}

/** Marks all of the history but this. */
function watchedBut({ from, to }: Interval): ReadonlyMap<string, Coverage> {
  const coverage = new Coverage();
  coverage.mark({ from: START, to: from });
  coverage.mark({ from: to, to: END });
  return new Map([["orders", coverage]]);
}

test("traffic that stays away is a page that says how much is usual, and is resolved when a tenth is back", () => {
  const back = GONE + 3 * HOUR_MS;
  const found = judged(cells({ from: GONE, to: back }));
  const [alert] = ofKind(found, "trafficVanished");
  assert.ok(alert);
  const { objective, urgency, firedAt, endedAt, end, mutedBy, explanation } = alert;
  assert.deepEqual([objective, urgency, mutedBy], ["orders/traffic", "page", null]);
  assert.equal(firedAt, GONE + 55 * MINUTE_MS);
  assert.deepEqual([endedAt, end], [back + 6 * MINUTE_MS, "resolved"]);
  assert.equal(
    explanation.text,
    "Traffic of orders has vanished: 50 requests in the hour to 22 January 2026 12:55 UTC, where 600 are usual: " +
      "600 a week ago, 600 2 weeks ago, 600 3 weeks ago. It fires below a tenth of the median of these weeks.",
  );
  assert.deepEqual(found.pages, [{ at: firedAt, urgency: "page", alerts: [0] }]);
});

test("counts of billions a minute are compared as they are", () => {
  const list = cells({ from: END, to: END }).map(([slot, row]): Cell => [
    slot,
    row,
    slot < GONE ? 5_000_000_000 : 2 ** 32,
    0,
  ]);
  assert.deepEqual(ofKind(judged(list), "trafficVanished"), []);
});

test("slots that do not begin on the hour are seen when they are over, not before", () => {
  const first = START + HOUR_MS / 4;
  const gone = GONE + HOUR_MS / 4;
  const list = Array.from({ length: 48 * 22 }, (_, slot): Cell => [first + (slot * HOUR_MS) / 2, 0, 300, 0]);
  const found = judged(
    list.filter(([slot]) => slot < gone),
    { span: { from: first, to: END - HOUR_MS / 4 }, slotMs: HOUR_MS / 2 },
  );
  assert.deepEqual(
    ofKind(found, "trafficVanished").map(({ firedAt }) => firedAt),
    [gone + HOUR_MS],
  );
});

test("the requests of a client in maintenance are traffic, whether or not the client has an instance of its own", () => {
  const list = cells({ from: END, to: END });
  const isIn = ([slot]: Cell): boolean => slot >= GONE && slot < GONE + 2 * HOUR_MS;
  const apart = cellsOf(list.filter(isIn));
  assert.deepEqual(
    ofKind(
      judged(
        list.filter((cell) => !isIn(cell)),
        { takenOut: apart },
      ),
      "trafficVanished",
    ),
    [],
  );
});

test("at an hour at which little is usual it lapses, and says so", () => {
  const night = (slot: number): boolean => (slot - START) % DAY_MS >= 14 * HOUR_MS;
  const list = cells({ from: GONE, to: END }).filter(([slot]) => !night(slot));
  const [alert] = ofKind(judged(list), "trafficVanished");
  assert.equal(alert?.end, "lapsed");
  // 14:00 is 50 minutes away from where the trailing hour of other weeks holds less than 100.
  assert.equal(alert?.endedAt, GONE + 2 * HOUR_MS + 51 * MINUTE_MS);
  assert.match(alertEndText(alert), /^not resolved: little traffic is usual by now, so it lapsed after 1 h 56 min$/);
});

test("a page of the API's availability mutes it, until the hour lies wholly after that page's end", () => {
  const failing = GONE - 10 * MINUTE_MS;
  const found = judged(cells({ from: GONE, to: END }, failing));
  const outage = found.alerts.find(({ kind, urgency }) => kind === "burnRate" && urgency === "page");
  const index = found.alerts.findIndex(({ kind }) => kind === "trafficVanished");
  const vanished = found.alerts[index];
  assert.ok(outage && vanished);
  const outageEnd = outage.endedAt ?? END;
  assert.ok(outage.firedAt < vanished.firedAt && vanished.firedAt < outageEnd && outageEnd < END);
  // Still away an hour after the outage lapsed: it is told.
  assert.equal(vanished.mutedBy, null);
  const page = found.pages.find(({ alerts }) => alerts.includes(index));
  assert.equal(page?.at, outageEnd + HOUR_MS);
  const back = { from: GONE, to: GONE + 90 * MINUTE_MS };
  const short = judged(
    cells(back, failing).map(([slot, row, valid, bad]) => [slot, row, valid, slot < GONE ? bad : 0]),
  );
  const [muted] = ofKind(short, "trafficVanished");
  assert.equal(muted?.mutedBy, "orders/availability");
  assert.ok(short.pages.every(({ alerts }) => !alerts.includes(short.alerts.indexOf(muted))));
});

test("what is not watched has not vanished: lost measurement is its own page, and nothing else fires", () => {
  const hole = { from: GONE, to: GONE + 3 * HOUR_MS };
  const found = judged(cells(hole), { coverage: watchedBut(hole) });
  assert.deepEqual(
    found.alerts.map(({ objective, kind, firedAt, endedAt, end }) => [objective, kind, firedAt, endedAt, end]),
    [["orders/measurement", "measurementLost", GONE + 7 * MINUTE_MS, hole.to + 54 * MINUTE_MS, "resolved"]],
  );
  assert.equal(
    found.alerts[0]?.explanation.text,
    "The measurement of orders is lost: its source watched 53 min of the hour to 22 January 2026 12:07 UTC (88.3 %). " +
      "It has not watched since 22 January 2026 12:00 UTC. While less than nine tenths of a window were watched, " +
      "its alerts are frozen: what fires goes on, and nothing new fires. That traffic has vanished could not be told either.",
  );
  assert.deepEqual(
    found.pages.map(({ at, alerts }) => [at, alerts]),
    [[GONE + 7 * MINUTE_MS, [0]]],
  );
});

test("an announced maintenance of the whole API is no vanished traffic", () => {
  const hole = { from: GONE, to: GONE + 3 * HOUR_MS };
  const maintenance = { api: "orders", reason: "maintenance", from: GONE - HOUR_MS, to: hole.to + HOUR_MS };
  assert.deepEqual(ofKind(judged(cells(hole), { exclusions: [maintenance] }), "trafficVanished"), []);
});

test("an objective of one operation says nothing of the API's traffic", () => {
  const span = { from: START, to: END };
  const objective = { ...AVAILABILITY_999, operation: "GET /orders" };
  const found = judge(recordedOf([{ objective, clients: NOBODY }], cells({ from: GONE, to: END }), { span }));
  assert.deepEqual(ofKind(found, "trafficVanished"), []);
});

test("measurement is lost at each minute of which more than a tenth of the hour before was not watched", () => {
  const mark = fc.record({ from: fc.integer({ min: 0, max: 600 }), length: fc.integer({ min: 1, max: 90 }) });
  fc.assert(
    fc.property(fc.array(mark, { minLength: 1, maxLength: 25, size: "max" }), (marks) => {
      const coverage = new Coverage();
      for (const { from, length } of marks) {
        coverage.mark({ from: START + from * MINUTE_MS, to: START + (from + length) * MINUTE_MS });
      }
      const first = Math.min(...marks.map(({ from }) => from));
      const watched = (minute: number): boolean =>
        marks.some(({ from, length }) => minute >= from && minute < from + length);
      const expected: unknown[] = [];
      let lost = false;
      for (let at = first + 1; at <= 800; at++) {
        const minutes = Array.from({ length: Math.min(60, at - first) }, (_, i) => at - 1 - i);
        const now = minutes.filter((minute) => !watched(minute)).length > 6;
        if (now !== lost) expected.push([START + at * MINUTE_MS, now ? "lost" : "resolves"]);
        lost = now;
      }
      const watch = new MeasurementLost(coverage);
      const found: unknown[] = [];
      for (let at = watch.nextAt; at <= START + 800 * MINUTE_MS; at = watch.nextAt) {
        const change = watch.tick(at);
        if (change !== null) found.push([at, change.what]);
      }
      assert.deepEqual(found, expected);
    }),
  );
});

test("what becomes audible at one instant with one urgency is one page, whoever raised it, and indexes stay right", () => {
  const base = ofKind(judged(cells({ from: GONE, to: END })), "trafficVanished")[0];
  assert.ok(base);
  const [early, late, ticket] = [1, 2, 2].map((firedAt) => ({ ...base, firedAt }));
  assert.ok(early && late && ticket);
  const { alerts, pages } = mergedTold([
    {
      alerts: [late, ticket],
      pages: [
        { at: 2, urgency: "ticket", alerts: [ticket] },
        { at: 2, urgency: "page", alerts: [late] },
      ],
    },
    { alerts: [early], pages: [{ at: 2, urgency: "page", alerts: [early] }] },
  ]);
  assert.deepEqual(
    alerts.map((alert) => [early, late, ticket].indexOf(alert)),
    [0, 1, 2],
  );
  assert.deepEqual(pages, [
    { at: 2, urgency: "page", alerts: [0, 1] },
    { at: 2, urgency: "ticket", alerts: [2] },
  ]);
});
