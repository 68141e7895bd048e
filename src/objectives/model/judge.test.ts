import assert from "node:assert/strict";
import { test } from "node:test";
import { DAY_MS, HOUR_MS, Refusal } from "#kernel";
import { judge } from "./judge.ts";
import type { ObjectiveResult } from "./results.ts";
import { AVAILABILITY_999, type Cell, recordedOf, START, steady } from "./recorded.testing.ts";
import { objectiveText } from "./words.ts";

const NOBODY = new Int32Array(0);

function resultOf(list: readonly Cell[], windowMs = 30 * DAY_MS, end?: number): ObjectiveResult {
  const recorded = recordedOf(
    [{ objective: { ...AVAILABILITY_999, window: { kind: "rolling", lengthMs: windowMs } }, clients: NOBODY }],
    list,
  );
  const span = end === undefined ? recorded.span : { from: recorded.span.from, to: end };
  const [result] = judge({ ...recorded, span }).objectives;
  assert.ok(result);
  return result;
}

test("day and night traffic: bad divided by valid over the period, never the mean of window ratios", () => {
  const cells: Cell[] = [];
  for (let hour = 0; hour < 30 * 24; hour++) {
    const day = hour % 24 < 12;
    cells.push([START + hour * HOUR_MS, 0, (day ? 1000 : 20) * 60, day ? 30 : 60]);
  }
  const result = resultOf(cells);
  assert.equal(result.remaining.toFixed(2), "-0.47");
  assert.equal(result.state, "exhausted");
});

test("without traffic nothing is judged: state noTraffic, the whole budget, no NaN", () => {
  const result = resultOf([], HOUR_MS, START + HOUR_MS);
  assert.deepEqual(
    [result.state, result.valid, result.burnRate, result.remaining, result.remainingEvents],
    ["noTraffic", 0, 0, 1, 0],
  );
});

test("what never failed has its whole budget, and is partial until the window is full", () => {
  const result = resultOf(steady(0, { from: START, to: START + HOUR_MS }, { perSlot: 10, badShare: 0 }));
  assert.deepEqual([result.state, result.remaining, result.observedMs], ["partial", 1, HOUR_MS]);
  const full = resultOf(steady(0, { from: START, to: START + HOUR_MS }, { perSlot: 10, badShare: 0 }), HOUR_MS);
  assert.deepEqual([full.state, full.remaining, full.observedMs], ["ok", 1, HOUR_MS]);
});

test("no more is observed of a window than its length, though its counts reach back to its last step", () => {
  const result = resultOf(
    steady(0, { from: START, to: START + 3 * HOUR_MS + 10_000 }, { perSlot: 10, badShare: 0 }),
    2 * HOUR_MS,
  );
  assert.deepEqual([result.observedMs, result.coveredMs, result.state], [2 * HOUR_MS, 2 * HOUR_MS, "ok"]);
  assert.equal(result.window.to - result.window.from, 2 * HOUR_MS + 10_000);
});

test("a budget that is used up to the last request is exhausted, and the target is still met", () => {
  const result = resultOf([[START, 0, 2000, 2]]);
  assert.deepEqual([result.state, result.remaining, result.remainingEvents, result.burnRate], ["exhausted", 0, 0, 1]);
  assert.match(
    objectiveText(result),
    /is within target: 99\.9 % of 2,000 requests .*; 2 of 2 allowed failures used, nothing left/,
  );
});

test("an alert that still fires at the end makes the state burning, and has no end", () => {
  const clean = { from: START, to: START + 30 * HOUR_MS };
  const failing = { from: clean.to, to: clean.to + 20 * 60_000 };
  const cells = [
    ...steady(0, clean, { perSlot: 1000, badShare: 0 }),
    ...steady(0, failing, { perSlot: 1000, badShare: 0.95 }),
  ];
  const objective = { ...AVAILABILITY_999, targetPpm: 980_000 };
  const { objectives, alerts } = judge(recordedOf([{ objective, clients: NOBODY }], cells));
  assert.equal(objectives[0]?.state, "burning");
  assert.deepEqual(
    alerts.map(({ urgency, endedAt, end }) => [urgency, endedAt, end]),
    [["page", null, null]],
  );
});

test("an alert whose traffic vanishes is frozen while the short window is empty, and lapses with the long one", () => {
  const clean = { from: START, to: START + 4 * DAY_MS };
  const failing = { from: clean.to, to: clean.to + 10 * 60_000 };
  const again: Cell = [failing.to + 12 * HOUR_MS, 0, 10, 0];
  const cells = [
    ...steady(0, clean, { perSlot: 1000, badShare: 0 }),
    ...steady(0, failing, { perSlot: 1000, badShare: 1 }),
    again,
  ];
  const { alerts } = judge(recordedOf([{ objective: AVAILABILITY_999, clients: NOBODY }], cells));
  const page = alerts.find(({ urgency }) => urgency === "page");
  assert.equal(page?.end, "lapsed");
  assert.deepEqual(
    page?.pairs.map(({ longMs, to }) => [longMs, (to ?? 0) - failing.to]),
    [
      [HOUR_MS, HOUR_MS],
      [6 * HOUR_MS, 6 * HOUR_MS],
    ],
  );
});

test("an hour of silence changes nothing of the budget", () => {
  const first = steady(0, { from: START, to: START + HOUR_MS }, { perSlot: 100, badShare: 0.01 });
  const later = steady(0, { from: START + 2 * HOUR_MS, to: START + 3 * HOUR_MS }, { perSlot: 100, badShare: 0.01 });
  const joined = steady(0, { from: START, to: START + 2 * HOUR_MS }, { perSlot: 100, badShare: 0.01 });
  assert.equal(resultOf([...first, ...later]).remaining, resultOf(joined).remaining);
});

test("in a window that is not full yet, only what exceeds the whole window's allowance fires", () => {
  // 2 % errors from the first request on: above 1.44 % at once, but a whole hour's allowance is used only after 43.2 min.
  const cells = steady(0, { from: START, to: START + 2 * HOUR_MS }, { perSlot: 100, badShare: 0.02 });
  const { alerts } = judge(recordedOf([{ objective: AVAILABILITY_999, clients: NOBODY }], cells));
  const pair = alerts.flatMap(({ pairs }) => pairs).find(({ longMs }) => longMs === HOUR_MS);
  assert.equal(((pair?.from ?? 0) - START) / 1000, 2600);
});

test("the burn-down starts with the whole budget and ends with the result's", () => {
  const cells = steady(0, { from: START, to: START + 3 * HOUR_MS }, { perSlot: 1000, badShare: 0.001 });
  const { burnDown, objectives } = judge(
    recordedOf([{ objective: AVAILABILITY_999, clients: NOBODY }], cells, { burnDownStepMs: HOUR_MS }),
  );
  assert.deepEqual(
    burnDown[0]?.points.map(({ at }) => at - START),
    [0, HOUR_MS, 2 * HOUR_MS, 3 * HOUR_MS],
  );
  assert.equal(burnDown[0]?.points[0]?.remaining, 1);
  assert.equal(burnDown[0]?.points[3]?.remaining, objectives[0]?.remaining);
});

test("the burn-down of a calendar window that begins anew within the history sees each period's requests alone", () => {
  const calendar = { unit: "day", count: 1, zone: "UTC", anchor: "2026-01-01T00:00" } as const;
  const objective = { ...AVAILABILITY_999, window: { kind: "calendar", calendar } as const };
  // 0.1 % of 24,000 requests are bad in the evening of the first day; 1,000 come on the second, none of them bad.
  const cells: Cell[] = [
    [START + 12 * HOUR_MS, 0, 23_000, 0],
    [START + 22 * HOUR_MS, 0, 1_000, 24],
    [START + 25 * HOUR_MS, 0, 1_000, 0],
  ];
  const recorded = recordedOf([{ objective, clients: NOBODY }], cells, { burnDownStepMs: 6 * HOUR_MS });
  const { burnDown } = judge({ ...recorded, span: { from: START + 6 * HOUR_MS, to: START + 26 * HOUR_MS } });
  assert.deepEqual(
    burnDown[0]?.points.map(({ at, remaining }) => [(at - START) / HOUR_MS, remaining]),
    [
      [6, 1],
      [12, 1],
      [18, 1],
      [24, 0],
      [26, 1],
    ],
  );
});

test("a target of 100 % is refused with the explanation", () => {
  const run = (): unknown =>
    judge(
      recordedOf([{ objective: { ...AVAILABILITY_999, targetPpm: 1_000_000 }, clients: NOBODY }], [[START, 0, 1, 0]]),
    );
  assert.throws(run, (error) => error instanceof Refusal && error.code === "objective.target-without-budget");
});
