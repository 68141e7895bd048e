import assert from "node:assert/strict";
import { test } from "node:test";
import type { Objective } from "../../objective.ts";
import { executeOpenSlo } from "./execute-openslo.ts";
import { goodRatio, type Json, OWN_GOOD, OWN_VALID, ownRatio, sloText, textOf } from "./executed.testing.ts";

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

function read(text: string): readonly Objective[] {
  return executeOpenSlo([{ file: "slo.yaml", text }]).objectives;
}

function first(text: string): Objective {
  const [objective] = read(text);
  assert(objective);
  return objective;
}

test("an SLO about availability becomes the same objective as its short form", () => {
  assert.deepEqual(first(sloText({})), {
    name: "orders/availability",
    api: "orders",
    indicator: { kind: "availability" },
    targetPpm: 999_000,
    window: { kind: "rolling", lengthMs: 28 * DAY_MS },
    perClient: false,
  });
});

test("several objectives of an SLO are called by their displayName, or by their number", () => {
  const objectives = [{ displayName: "Very Good!", target: 0.999 }, { targetPercent: 99.95 }];
  assert.deepEqual(
    read(sloText({ objectives })).map(({ name, targetPpm }) => [name, targetPpm]),
    [
      ["orders/availability/very-good", 999_000],
      ["orders/availability/2", 999_500],
    ],
  );
});

const windows: readonly (readonly [what: Json, window: unknown])[] = [
  [
    { duration: "60m", isRolling: true },
    { kind: "rolling", lengthMs: HOUR_MS },
  ],
  [
    { duration: "12h", isRolling: true },
    { kind: "rolling", lengthMs: 12 * HOUR_MS },
  ],
  [
    { duration: "4w", isRolling: true },
    { kind: "rolling", lengthMs: 28 * DAY_MS },
  ],
  [
    { duration: "1M", isRolling: true },
    { kind: "rolling", lengthMs: 30 * DAY_MS },
  ],
  [
    { duration: "1Q", isRolling: true },
    { kind: "rolling", lengthMs: 90 * DAY_MS },
  ],
  [
    { duration: "1Y", isRolling: true },
    { kind: "rolling", lengthMs: 365 * DAY_MS },
  ],
  [
    { duration: "1M", calendar: { startTime: "2026-01-31 9:05:00", timeZone: "Europe/Madrid" } },
    { kind: "calendar", calendar: { unit: "month", count: 1, zone: "Europe/Madrid", anchor: "2026-01-31T09:05" } },
  ],
  [
    { duration: "2w", calendar: { startTime: "2026-01-05 00:00:10", timeZone: "UTC" } },
    { kind: "calendar", calendar: { unit: "week", count: 2, zone: "UTC", anchor: "2026-01-05T00:00:10" } },
  ],
];

for (const [what, window] of windows) {
  test(`the time window ${JSON.stringify(what)} is read exactly`, () =>
    assert.deepEqual(first(sloText({ timeWindow: [what] })).window, window));
}

test("what is taken for granted is told with its place: nominal months, no window", () => {
  const month = executeOpenSlo([
    { file: "slo.yaml", text: sloText({ timeWindow: [{ duration: "1M", isRolling: true }] }) },
  ]);
  assert.match(month.assumed.join("\n"), /slo\.yaml, line \d+: a rolling window of 1M is taken as 30 days\. Write 30d/);
  const none = executeOpenSlo([{ file: "slo.yaml", text: sloText({ timeWindow: undefined }) }]);
  assert.match(none.assumed.join("\n"), /names no window: 30 days, rolling/);
});

test("slices of time are read with their target", () => {
  const slices = [{ target: 0.99, timeSliceTarget: 0.95, timeSliceWindow: "5m" }];
  assert.deepEqual(first(sloText({ budgetingMethod: "Timeslices", objectives: slices })).method, {
    kind: "Timeslices",
    sliceMs: 300_000,
    sliceTargetPpm: 950_000,
  });
  assert.deepEqual(first(sloText({ budgetingMethod: "RatioTimeslices", objectives: slices })).method, {
    kind: "RatioTimeslices",
    sliceMs: 300_000,
  });
});

const indicators: readonly (readonly [what: string, sli: Json, expected: Partial<Objective>, entry?: Json])[] = [
  [
    "good of all that count",
    ownRatio({ class: OWN_GOOD }, { class: OWN_VALID.class }),
    { indicator: { kind: "availability" } },
  ],
  [
    "bad of all that count, in any case and order, of this API, narrowed",
    {
      ratioMetric: {
        bad: {
          metricSource: { type: "Plimsoll", spec: { class: ["timeout", "noAnswer", "serverError"], api: "orders" } },
        },
        total: {
          metricSource: {
            type: "plimsoll",
            spec: { api: "orders", class: OWN_VALID.class, operation: "POST /orders", region: "eu" },
          },
        },
      },
    },
    {
      indicator: { kind: "availability" },
      operation: "POST /orders",
      where: { is: "named", dimension: "region", names: ["eu"] },
    },
  ],
  [
    "another total",
    ownRatio({ status: "2xx" }, { all: [] }),
    {
      indicator: {
        kind: "filters",
        counts: "good",
        total: { is: "all", of: [] },
        part: { is: "status", ranges: [[200, 299]] },
      },
    },
  ],
  [
    "good narrower than its total",
    ownRatio({ class: OWN_GOOD, region: "eu" }, { class: OWN_VALID.class }),
    {
      indicator: {
        kind: "filters",
        counts: "good",
        total: { is: "class", classes: OWN_VALID.class },
        part: {
          is: "all",
          of: [
            { is: "class", classes: OWN_GOOD },
            { is: "named", dimension: "region", names: ["eu"] },
          ],
        },
      },
    },
  ],
  [
    "durations of at most",
    { thresholdMetric: { metricSource: { type: "plimsoll", spec: { metric: "durationMs", operation: "GET /" } } } },
    { indicator: { kind: "latency", thresholdUs: 300_250 }, operation: "GET /" },
    { op: "lte", value: 300.25, target: 0.99 },
  ],
  [
    "durations below",
    { thresholdMetric: { metricSource: { type: "plimsoll", spec: { metric: "durationMs" } } } },
    { indicator: { kind: "latency", thresholdUs: 299_999 } },
    { op: "lt", value: 3e2, target: 0.99 },
  ],
  [
    "queries of another system",
    goodRatio(),
    { indicator: { kind: "external", type: "Prometheus", counts: "good", total: "all", part: "good" } },
  ],
  [
    "queries of another system that are no counters",
    { ratioMetric: { ...(goodRatio() as { ratioMetric: Json }).ratioMetric, counter: false } },
    { indicator: { kind: "external", type: "Prometheus", counts: "good", total: "all", part: "good", gauge: true } },
  ],
];

for (const [what, sli, expected, entry = { target: 0.999 }] of indicators) {
  test(`an SLI that counts ${what} becomes an indicator, and what narrows it an operation and a filter`, () => {
    const { indicator, operation, where } = first(
      sloText({ indicator: { metadata: { name: "sli" }, spec: sli }, objectives: [entry] }),
    );
    assert.deepEqual({ operation: undefined, where: undefined, ...expected }, { indicator, operation, where });
  });
}

test("a composite becomes its members, without alerts, and the whole with their weighted target", () => {
  const entry = (name: string, target: number, compositeWeight: number): Json => ({
    displayName: name,
    target,
    compositeWeight,
    indicator: { metadata: { name: "x" }, spec: ownRatio({ status: "2xx" }, { all: [] }) },
  });
  const objectives = read(
    sloText({ indicator: undefined, objectives: [entry("Reads", 0.999, 0.2), entry("Writes", 0.99, 0.1)] }),
  );
  assert.deepEqual(
    objectives.map(({ name, targetPpm, pairs }) => [name, targetPpm, pairs]),
    [
      ["orders/availability/reads", 999_000, []],
      ["orders/availability/writes", 990_000, []],
      ["orders/availability", 996_000, undefined],
    ],
  );
  assert.deepEqual(objectives[2]?.indicator, {
    kind: "composite",
    members: [
      { objective: "orders/availability/reads", weight: 0.2 },
      { objective: "orders/availability/writes", weight: 0.1 },
    ],
  });
});

test("documents of several files refer to each other, and annotations say what OpenSLO cannot", () => {
  const slo = textOf(
    "SLO",
    { ...SPEC_BY_REF },
    { name: "availability", annotations: { "plimsoll.dev/per": "client", "plimsoll.dev/sampled": "10%" } },
  );
  const { objectives } = executeOpenSlo([
    { file: "slo.yaml", text: slo },
    {
      file: "service.yaml",
      text: textOf("Service", {}, { name: "orders", annotations: { "plimsoll.dev/api": "Orders" } }),
    },
    {
      file: "sli.json",
      text: JSON.stringify({
        apiVersion: "openslo/v1",
        kind: "SLI",
        metadata: { name: "answered" },
        spec: ownRatio({ class: OWN_GOOD }, OWN_VALID, "main"),
      }),
    },
    { file: "source.yaml", text: textOf("DataSource", { type: "plimsoll", connectionDetails: {} }, { name: "main" }) },
  ]);
  assert.deepEqual(
    objectives.map(({ name, perClient, sampledPpm, indicator }) => [name, perClient, sampledPpm, indicator.kind]),
    [["Orders/availability", true, 100_000, "availability"]],
  );
});
const SPEC_BY_REF: Json = {
  service: "orders",
  indicatorRef: "answered",
  timeWindow: [{ duration: "28d", isRolling: true }],
  budgetingMethod: "Occurrences",
  objectives: [{ target: 0.999 }],
};
