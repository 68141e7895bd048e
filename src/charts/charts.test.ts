import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { HOUR_MS, MINUTE_MS } from "#kernel";
import { alertTimeline } from "./alert-timeline.ts";
import { burnDown } from "./burn-down.ts";
import { latencyBands } from "./latency-bands.ts";
import { plimsollIcon, plimsollMark } from "./plimsoll-mark.ts";
import { smallMultiples } from "./small-multiples.ts";
import { trafficChart, type TrafficSlot } from "./traffic-chart.ts";

const FROM = Date.UTC(2026, 4, 11);
const interval = { from: FROM, to: FROM + HOUR_MS };
const slotMs = 10 * MINUTE_MS;
const slot = (i: number, counts: Partial<TrafficSlot> = {}): TrafficSlot => ({
  at: FROM + i * slotMs,
  good: 10,
  bad: 0,
  excluded: 0,
  clientFaults: 0,
  ...counts,
});
const pathOf = (markup: string, look: string): string =>
  new RegExp(`<path class="${look}" d="([^"]*)"`).exec(markup)?.[1] ?? "no path";
const traffic = (slots: readonly TrafficSlot[]): string =>
  trafficChart({ id: "t", interval, slotMs, slots, alerts: [] }).text;

test("touching slots are one outline, a gap in time is a gap in the picture", () => {
  assert.equal(pathOf(traffic([slot(0), slot(1)]), "good").split("M").length - 1, 1);
  assert.equal(pathOf(traffic([slot(0), slot(3)]), "good").split("M").length - 1, 2);
});

test("one bad request among thousands is marked though it has no height", () => {
  const chart = traffic([slot(0, { good: 1_000_000, bad: 1 }), slot(1)]);
  assert.match(pathOf(chart, "rug"), /^M83.3 200v6$/);
  assert.match(chart, /1 of 2 intervals with traffic had bad requests/);
});

test("the stack reaches as high as the requests it counts", () => {
  const chart = traffic([slot(0, { good: 2, excluded: 3, bad: 5 })]);
  assert.equal(pathOf(chart, "good"), "M0 200V160H166.7V200H0Z");
  assert.equal(pathOf(chart, "excluded"), "M0 160V100H166.7V160H0Z");
  assert.equal(pathOf(chart, "bad"), "M0 100V0H166.7V100H0Z");
});

test("slots thinner than a pixel are put together, with exact sums", () => {
  const minute = (i: number): TrafficSlot => ({
    at: FROM + i * 60 * MINUTE_MS,
    good: 100 + i,
    bad: i % 2,
    excluded: 0,
    clientFaults: 0,
  });
  const slots = Array.from({ length: 240 }, (_, i) => minute(i));
  const wide = { from: FROM, to: FROM + 240 * HOUR_MS };
  const chart = trafficChart({ id: "t", interval: wide, slotMs: MINUTE_MS, slots, alerts: [] }).text;
  assert.match(chart, /requests in 30 min/);
  const counted = [...chart.matchAll(/<td>([\d,]+)<td>([\d,]+)<td>0<td>0/g)].map((row) => [
    Number(row[1]),
    Number(row[2]),
  ]);
  assert.deepEqual(
    counted,
    slots.map((one) => [one.good, one.bad]),
  );
  assert.equal(pathOf(chart, "good").split("M").length - 1, 240);
});

test("the table behind a chart has every slot with its exact counts", () => {
  const chart = traffic([slot(0, { good: 1_234, bad: 5 }), slot(3)]);
  assert.match(chart, new RegExp(`<tr data-at="${FROM}"><th>11 May 00:00<td>1,234<td>5<td>0<td>0`));
  assert.equal(chart.split("<tr data-at").length - 1, 2);
});

test("a chart without a slot still has its axes", () => {
  assert.match(traffic([]), /class="y"/);
});

test("no chart ever draws what is not a number", () => {
  const count = fc.integer({ min: 0, max: 1e9 });
  const slots = fc.array(
    fc.record({
      at: fc.nat(5).map((i) => FROM + i * slotMs),
      good: count,
      bad: count,
      excluded: count,
      clientFaults: count,
    }),
    { maxLength: 6 },
  );
  fc.assert(
    fc.property(
      slots,
      fc.double({ min: -50, max: 2, noNaN: true }),
      fc.double({ min: 0, max: 1e7, noNaN: true }),
      (all, remaining, ms) => {
        const unique = [...new Map(all.map((one) => [one.at, one])).values()].toSorted(
          (left, right) => left.at - right.at,
        );
        const points = unique.map(({ at }, i) => ({ at, remaining: remaining * i }));
        const drawn = [
          traffic(unique),
          burnDown({ id: "b", name: "x", interval, points, ideal: interval, alerts: [] }).text,
          latencyBands({
            id: "l",
            interval,
            slotMs,
            slots: [{ at: FROM, p50: ms, p90: ms * 2, p99: ms * 3 }],
            alerts: [],
          }).text,
          plimsollMark({ spent: remaining, tone: "calm" }).text,
        ];
        for (const text of drawn) assert.doesNotMatch(text, /NaN|Infinity|undefined/);
      },
    ),
  );
});

test("alerts that overlap lie under each other, muted ones are hollow and say why", () => {
  const alert = { from: FROM, to: FROM + HOUR_MS / 2, urgency: "page", label: "1", mutedBy: null } as const;
  const lanes = [{ name: "orders/availability", alerts: [alert, { ...alert, label: "2", mutedBy: "orders/all" }] }];
  const drawn = alertTimeline({ id: "a", interval, lanes, pages: [{ at: FROM, urgency: "page" }] }).text;
  assert.match(drawn, /class="bar page" x="0" y="2"/);
  assert.match(drawn, /class="bar page muted" x="0" y="16"/);
  assert.match(drawn, /hollow ones are muted by orders\/all/);
});

test("the mark's water reaches the line when the budget is spent, and the brim at twice of it", () => {
  assert.match(plimsollMark({ spent: 0, tone: "calm" }).text, /class="water" d=""/);
  assert.match(plimsollMark({ spent: 1, tone: "bad" }).text, /d="M7.00 24.00A17 17 0 0 0 41.00 24.00Z"/);
  assert.equal(plimsollMark({ spent: 2, tone: "bad" }).text, plimsollMark({ spent: 9, tone: "bad" }).text);
  assert.match(plimsollIcon(), /^data:image\/svg\+xml,%3Csvg/);
});

test("names in charts are text", () => {
  const name = "<script>x</script>";
  const items = [{ name, requests: 1, bad: 1, availability: 0, points: [{ at: FROM, valid: 1, bad: 1 }] }];
  const drawn = smallMultiples({ id: "m", interval, slotMs, items }).text;
  assert.ok(!drawn.includes("<script>"));
  assert.match(drawn, /<bdi>&lt;script&gt;x&lt;\/script&gt;<\/bdi>/);
});
