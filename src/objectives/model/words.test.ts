import assert from "node:assert/strict";
import { test } from "node:test";
import { DAY_MS, HOUR_MS, MINUTE_MS } from "#kernel";
import { pairsFor } from "./alerts/pairs.ts";
import type { ObjectiveWindow } from "./objective.ts";
import type { ObjectiveResult } from "./results.ts";
import { supportableTarget } from "./budgets/supportable.ts";
import { elapsedText, forecastText } from "./budgets/words.ts";
import { renamedAlertText } from "./renamed-alert.ts";
import { type AlertFacts, alertEndText, alertText, leftOutText, objectiveText } from "./words.ts";

const NOON = Date.UTC(2026, 0, 5, 12);
const RESULT: ObjectiveResult = {
  name: "orders/availability",
  method: "Occurrences",
  targetPpm: 999_000,
  window: { kind: "rolling", length: "30 d", from: NOON - 30 * DAY_MS, to: NOON },
  observedMs: 3 * DAY_MS,
  coveredMs: 3 * DAY_MS,
  valid: 2_100_000,
  bad: 1239,
  good: 2_098_761,
  remaining: 0.41,
  remainingEvents: 861,
  burnRate: 0.59,
  state: "partial",
};

test("an objective is told with its ratio, its target, what was used, and how much was observed", () => {
  assert.equal(
    objectiveText(RESULT),
    "orders/availability is within target: 99.941 % of 2.1 M requests (target 99.9 %); 1,239 of 2,100 allowed failures used, 41 % left (observed 3 d of 30 d).",
  );
});

test("a missed target is told as missed, with how far the budget is overspent", () => {
  const missed = {
    ...RESULT,
    client: "acme",
    observedMs: 30 * DAY_MS,
    valid: 1000,
    bad: 3,
    good: 997,
    remaining: -2,
    remainingEvents: -2,
    burnRate: 3,
  };
  assert.equal(
    objectiveText(missed),
    "orders/availability for client acme is not within target: 99.7 % of 1,000 requests (target 99.9 %); 3 of 1 allowed failure used, overspent by 200 % of the budget (in the 30 d to 5 January 2026 12:00 UTC).",
  );
});

test("a forecast names the length of its pace, and what leaves a rolling window only where that changes the answer", () => {
  const told = (goneAt: number | null, goneAtRollOff: number | null, paceMs = DAY_MS): string | undefined =>
    forecastText({ ...RESULT, forecast: { paceMs, paceBurnRate: 2, goneAt, goneAtRollOff } });
  const later = NOON + 9 * DAY_MS;
  assert.equal(
    told(later, later),
    "At the pace of the last 24 h the budget of a full 30 d is gone on 14 January 2026.",
  );
  assert.equal(
    told(NOON + HOUR_MS, NOON + 2 * HOUR_MS, 6 * HOUR_MS),
    "At the pace of the last 6 h the budget of a full 30 d is gone on 5 January 2026 13:00 UTC.",
  );
  assert.equal(told(null, null), "At the pace of the last 24 h the budget of a full 30 d is not used up.");
  assert.match(
    told(later, null) ?? "",
    /would be gone on 14 January 2026, but older failures leave the window before\.$/,
  );
  assert.match(
    told(later, later + DAY_MS) ?? "",
    /is gone on 14 January 2026, or on 15 January 2026 as the window moves on\.$/,
  );
  assert.match(told(null, later) ?? "", /is gone on 14 January 2026, as the window moves on\.$/);
  assert.equal(told(NOON, NOON), undefined);
  const full = { ...RESULT, observedMs: 30 * DAY_MS };
  const forecast = { paceMs: DAY_MS, paceBurnRate: 2, goneAt: later, goneAtRollOff: later };
  assert.equal(
    forecastText({ ...full, forecast }),
    "At the pace of the last 24 h its budget is gone on 14 January 2026.",
  );
  const text = objectiveText({
    ...RESULT,
    forecast: { paceMs: DAY_MS, paceBurnRate: 2, goneAt: later, goneAtRollOff: later },
  });
  assert.match(text, /41 % left \(observed 3 d of 30 d\)\. At the pace of the last 24 h .* on 14 January 2026\.$/);
});

test("in the middle of a calendar period it is told how far it is, and what lasts to its end", () => {
  const window = {
    kind: "calendar",
    every: "month",
    zone: "UTC",
    from: NOON - 4 * DAY_MS,
    to: NOON,
    end: NOON + 27 * DAY_MS,
  } as const;
  const forecast = { paceMs: DAY_MS, paceBurnRate: 0.5, goneAt: null, goneAtRollOff: null };
  assert.equal(
    forecastText({ window, forecast, observedMs: 4 * DAY_MS }),
    "At the pace of the last 24 h the budget of the whole month lasts to its end.",
  );
  assert.equal(
    elapsedText({ window, period: { elapsed: 0.32, consumed: 0.41, consumedOfPeriod: 0.13 } }),
    "32 % of the month is over: 41 % of the budget of its requests so far is spent, 13 % of that of the whole month at this pace.",
  );
  assert.equal(elapsedText(RESULT), undefined);
});

test("no traffic is neither an error nor uptime", () => {
  assert.match(
    objectiveText({ ...RESULT, valid: 0, bad: 0, good: 0 }),
    /no traffic: there is nothing to judge, and its error budget is whole/,
  );
});

const SLOW: AlertFacts = {
  objective: "orders/latency",
  client: undefined,
  indicator: { kind: "latency", thresholdUs: 300_000 },
  method: "Occurrences",
  allowedRatio: 0.144,
  burnRate: 25.9,
  valid: 1203,
  bad: 312,
  longMs: HOUR_MS,
  window: { from: NOON - HOUR_MS, to: NOON },
  by: {
    affectedClients: 7,
    activeClients: 312,
    clients: [{ key: "acme", bad: 200 }],
    operations: [{ key: "GET /orders", bad: 300 }],
    statuses: [],
    releases: [{ key: "2026.1", bad: 312 }],
  },
  clearsAfterMs: 230_000,
};

test("a slow alert says what too slow means, and whom it burned", () => {
  const text = alertText(SLOW);
  assert.equal(
    text,
    "orders/latency burns its error budget 25.9 times too fast: 312 of 1,203 requests took longer than 300 ms in the hour to " +
      "5 January 2026 12:00 UTC (25.9 %; the alert fires above 14.4 %). 7 of 312 clients are affected. The largest shares: client acme (200 of 312), operation GET /orders (300 of 312), release 2026.1 (312 of 312). If the errors stop, it ends 3 min 50 s later.",
  );
});

test("an alert is told of a client that is called otherwise now as if it had been told of that name, and nothing else of it changes", () => {
  const shownAs = (name: string): string => (name === "acme" ? "acme $& shop" : name);
  const by = { ...SLOW.by, operations: [{ key: "client acme (200 of 312", bad: 300 }] };
  const renamed = { ...by, clients: [{ key: "acme $& shop", bad: 200 }] };
  const cases: readonly (readonly [AlertFacts, AlertFacts])[] = [
    [
      { ...SLOW, by },
      { ...SLOW, by: renamed },
    ],
    [
      { ...SLOW, by, client: "acme" },
      { ...SLOW, by, client: "acme $& shop" },
    ],
    [
      { ...SLOW, by, client: "bolt" },
      { ...SLOW, by, client: "bolt" },
    ],
    [
      { ...SLOW, by: { ...by, clients: [] } },
      { ...SLOW, by: { ...by, clients: [] } },
    ],
  ];
  for (const [facts, expected] of cases) {
    assert.equal(renamedAlertText({ text: alertText(facts), by: facts.by }, facts, shownAs), alertText(expected));
  }
});

test("a lapsed alert is told as no traffic, never as resolved", () => {
  const pair = { longMs: HOUR_MS, shortMs: 5 * MINUTE_MS, factor: 14.4, from: NOON - HOUR_MS, to: NOON };
  const text = alertEndText({ kind: "burnRate", firedAt: NOON - HOUR_MS, endedAt: NOON, end: "lapsed", pairs: [pair] });
  assert.equal(text, "not resolved: no traffic since about 5 January 2026 11:00 UTC, so it lapsed after 1 h");
  assert.equal(
    alertEndText({ kind: "burnRate", firedAt: NOON - HOUR_MS, endedAt: NOON, end: "resolved", pairs: [pair] }),
    "resolved after 1 h",
  );
  assert.equal(
    alertEndText({ kind: "burnRate", firedAt: NOON - HOUR_MS, endedAt: null, end: null, pairs: [] }),
    "still firing when the records end",
  );
});

test("3 bad of 10,000 support 99.9224 % at 95 % confidence; no history supports nothing", () => {
  assert.equal(supportableTarget(10_000, 3, 0.95), 999_224);
  assert.equal(supportableTarget(0, 0, 0.95), null);
  assert.equal(supportableTarget(5, 5, 0.95), 0);
});

function rolling(lengthMs: number): ObjectiveWindow {
  return { kind: "rolling", lengthMs };
}

test("factors follow the formula, and the pairs that make no sense are left out with a reason", () => {
  assert.deepEqual(pairsFor({ targetPpm: 999_000, window: rolling(30 * DAY_MS) }).leftOut, []);
  assert.deepEqual(
    pairsFor({ targetPpm: 930_000, window: rolling(30 * DAY_MS) }).leftOut.map(({ factor, why }) => [factor, why]),
    [[14.4, "unreachable"]],
  );
  assert.deepEqual(pairsFor({ targetPpm: 930_600, window: rolling(30 * DAY_MS) }).leftOut, []);
  assert.deepEqual(
    pairsFor({ targetPpm: 999_000, window: rolling(7 * DAY_MS) }).leftOut.map(({ why }) => why),
    ["tooSlow", "tooSlow"],
  );
  assert.deepEqual(
    pairsFor({ targetPpm: 999_000, window: rolling(12 * HOUR_MS) }).leftOut.map(({ why }) => why),
    ["tooSlow", "tooSlow", "longerThanPeriod", "longerThanPeriod"],
  );
  const [unreachable] = pairsFor({ targetPpm: 930_000, window: rolling(30 * DAY_MS) }).leftOut;
  assert.ok(unreachable);
  assert.equal(
    leftOutText("orders/availability", unreachable),
    "orders/availability has no 1 h / 5 min page alert: not even an outage of everything would fire it; that takes a target above 93.0555 %.",
  );
});
