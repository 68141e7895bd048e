import assert from "node:assert/strict";
import { test } from "node:test";
import { Refusal } from "#kernel";
import { executeOpenSlo } from "./execute-openslo.ts";
import { faultsOf, type Json, ownRatio, placeOf, sloText, textOf } from "./executed.testing.ts";

const latency = { metric: "durationMs" };
const ENTRY: Json = { target: 0.99 };
const withEntry = (entry: Json): Json => ({ objectives: [{ target: 0.999, ...entry }] });
const withSli = (spec: Json, entry: Json = ENTRY): Json => ({
  indicator: { metadata: { name: "sli" }, spec },
  objectives: [entry],
});
const duration = { thresholdMetric: { metricSource: { type: "plimsoll", spec: latency } } };

const refusals: readonly (readonly [what: string, slo: Json, at: readonly string[], says: RegExp])[] = [
  ["a target of 100 %", withEntry({ target: 1 }), ["target: 1"], /100 % leaves no error budget/],
  ["a target of nothing", withEntry({ target: 0 }), ["target: 0"], /leaves nothing to miss/],
  [
    "a target finer than a millionth",
    withEntry({ target: 0.9999999 }),
    ["target: 0"],
    /finer than one part per million/,
  ],
  [
    "a percentage finer than a millionth",
    { objectives: [{ targetPercent: 99.99999 }] },
    ["targetPercent"],
    /finer than one/,
  ],
  ["no objective", { objectives: [] }, ["spec:"], /nothing is promised/],
  [
    "a window of minutes",
    { timeWindow: [{ duration: "1m", isRolling: true }] },
    ["duration"],
    /1 hour to 400 days\. m is minutes: for months write 1M/,
  ],
  [
    "a window of years",
    { timeWindow: [{ duration: "2Y", isRolling: true }] },
    ["duration"],
    /2Y is not a whole number of hours/,
  ],
  [
    "a calendar of minutes",
    { timeWindow: [{ duration: "90m", calendar: { startTime: "2026-01-01 00:00:00", timeZone: "UTC" } }] },
    ["duration"],
    /calendar window of 90m/,
  ],
  [
    "a zone that does not exist",
    { timeWindow: [{ duration: "1M", calendar: { startTime: "2026-01-01 00:00:00", timeZone: "Europe/Madird" } }] },
    ["timeZone"],
    /IANA/,
  ],
  [
    "a start between the slots",
    { timeWindow: [{ duration: "1M", calendar: { startTime: "2026-01-01 00:00:05", timeZone: "UTC" } }] },
    ["startTime"],
    /grid of ten seconds/,
  ],
  [
    "slices of days",
    { budgetingMethod: "RatioTimeslices", objectives: [{ target: 0.9, timeSliceWindow: "2d" }] },
    ["timeSliceWindow"],
    /between 10 s and a day/,
  ],
  [
    "a filter with an unknown key",
    withSli(ownRatio({ regoin: "eu" }, { all: [] })),
    ["regoin"],
    /Did you mean region\?/,
  ],
  [
    "a filter with an unknown class",
    withSli(ownRatio({ any: [{ class: "okay" }] }, { all: [] })),
    ["class"],
    /is no class of a request/,
  ],
  [
    "a filter for another API",
    withSli(ownRatio({ api: "users" }, { all: [] })),
    ["good", "spec"],
    /another API than orders/,
  ],
  [
    "a raw ratio",
    withSli({
      ratioMetric: { rawType: "success", raw: { metricSource: { type: "Prometheus", spec: { query: "x" } } } },
    }),
    ["raw:"],
    /a raw ratio has no counts/,
  ],
  [
    "a value of another system",
    withSli(
      { thresholdMetric: { metricSource: { type: "Prometheus", spec: { query: "x" } } } },
      { target: 0.9, op: "lte", value: 1 },
    ),
    ["thresholdMetric"],
    /no count of good requests/,
  ],
  [
    "two systems in one ratio",
    withSli({
      ratioMetric: {
        good: { metricSource: { type: "Datadog", spec: { query: "x" } } },
        total: { metricSource: { type: "plimsoll", spec: { all: [] } } },
      },
    }),
    ["ratioMetric"],
    /different systems/,
  ],
  [
    "a metric without a type",
    withSli({
      ratioMetric: {
        good: { metricSource: { spec: { query: "x" } } },
        total: { metricSource: { type: "plimsoll", spec: { all: [] } } },
      },
    }),
    ["metricSource"],
    /neither type nor metricSourceRef/,
  ],
  [
    "slow requests as good ones",
    withSli(duration, { target: 0.9, op: "gt", value: 300 }),
    ["op: gt"],
    /call slow requests good/,
  ],
  [
    "a duration finer than a µs",
    withSli(duration, { target: 0.9, op: "lte", value: 0.0001 }),
    ["value"],
    /three decimals/,
  ],
  [
    "another value than durations",
    withSli(
      { thresholdMetric: { metricSource: { type: "plimsoll", spec: { metric: "bytes" } } } },
      { target: 0.9, op: "lte", value: 1 },
    ),
    ["metric: bytes"],
    /durationMs/,
  ],
  [
    "an SLI that is nowhere",
    { indicator: undefined, indicatorRef: "nowhere" },
    ["indicatorRef"],
    /there is no SLI "nowhere"/,
  ],
  [
    "an alert policy that is nowhere",
    { alertPolicies: [{ alertPolicyRef: "nowhere" }] },
    ["alertPolicyRef"],
    /there is no AlertPolicy/,
  ],
];

for (const [what, slo, at, says] of refusals) {
  test(`an SLO with ${what} is refused at its place, with a remedy`, () => {
    const text = sloText(slo);
    const faults = faultsOf(text);
    assert.match(faults, says);
    assert(faults.includes(placeOf(text, ...at)), `${placeOf(text, ...at)} is not in\n${faults}\n${text}`);
  });
}

const annotations: readonly (readonly [what: string, annotation: Json, says: RegExp])[] = [
  ["an unknown key", { "plimsoll.dev/pre": "client" }, /Did you mean plimsoll\.dev\/per\?/],
  ["an instance for each team", { "plimsoll.dev/per": "team" }, /"team" is not client/],
  ["a sample of nothing", { "plimsoll.dev/sampled": "0%" }, /leaves nothing/],
  ["a filter that its SLI could have", { "plimsoll.dev/operation": "GET /" }, /can say so itself/],
  ["a filter that is no JSON", { "plimsoll.dev/where": "{" }, /is not JSON/],
  ["members that are no list", { "plimsoll.dev/members": "orders" }, /is not JSON/],
  ["more members than objectives", { "plimsoll.dev/members": '["a", "b"]' }, /names 2 objectives, and the SLO has 1/],
  ["itself as a member", { "plimsoll.dev/members": '["orders/availability"]' }, /is a composite itself, or this one/],
  ["a member that is nowhere", { "plimsoll.dev/members": '["orders/x"]' }, /is no objective of these documents/],
];

for (const [what, annotation, says] of annotations) {
  test(`annotations that ask for ${what} are refused`, () => {
    const text = sloText({}, { name: "availability", annotations: annotation });
    assert.match(faultsOf(text), says);
  });
}

test("names are unique: of documents, and of what they become", () => {
  assert.match(faultsOf(`${sloText({})}---\n${sloText({})}`), /SLO "availability" is also in slo\.yaml line 1/);
  const same = [
    { displayName: "Good", target: 0.9 },
    { displayName: "good!", target: 0.99 },
  ];
  assert.match(faultsOf(sloText({ objectives: same })), /another objective is called orders\/availability\/good too/);
});

test("one fault hides no other: window, target, filter, alert and annotation of an SLO are told together", () => {
  const faults = faultsOf(
    sloText(
      {
        timeWindow: [{ duration: "1m", isRolling: true }],
        ...withSli(ownRatio({ class: "okay" }, { regoin: "eu" }), { target: 0.12345678 }),
        alertPolicies: [{ alertPolicyRef: "nowhere" }],
      },
      { name: "availability", annotations: { "plimsoll.dev/per": "team" } },
    ),
  );
  assert.equal(faults.split("\n").length, 6, faults);
});

test("all faults of all files are told at once, in the order of the files and their lines", () => {
  const text = sloText({ objectives: [{ target: 0.12345678 }], timeWindow: [{ duration: "1m", isRolling: true }] });
  assert.throws(
    () =>
      executeOpenSlo([
        { file: "b.yaml", text },
        { file: "a.yaml", text: "apiVersion: openslo/v1\nkind: Servce\n" },
      ]),
    (error) => {
      assert(error instanceof Refusal);
      assert.deepEqual(
        error.detail.split("\n").map((line) => /^[ab]\.yaml, line \d+/.exec(line)?.[0].slice(0, 6)),
        ["b.yaml", "b.yaml", "a.yaml"],
      );
      return true;
    },
  );
});

test("a file without an SLO promises nothing, and says so", () => {
  assert.match(faultsOf(textOf("Service", {}, { name: "orders" })), /no document of the kind SLO/);
});
