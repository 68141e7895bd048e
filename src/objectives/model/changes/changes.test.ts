import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { DAY_MS } from "#kernel";
import { changeOf, targetHistory } from "./changes.ts";
import { DEFAULT_PAIRS } from "../alerts/pairs.ts";
import type { Objective } from "../objective.ts";
import { AVAILABILITY_999 } from "../recorded.testing.ts";

const month = (zone: string): Objective["window"] => ({
  kind: "calendar",
  calendar: { unit: "month", count: 1, zone, anchor: "2026-01-01T00:00" },
});

const changes: readonly (readonly [
  what: string,
  after: Partial<Objective>,
  is: string,
  because?: readonly string[],
])[] = [
  ["nothing", {}, "nothing"],
  ["its name", { name: "orders/new" }, "nothing"],
  ["a method that is the default", { method: { kind: "Occurrences" } }, "nothing"],
  ["a target", { targetPpm: 995_000 }, "target"],
  ["a length", { window: { kind: "rolling", lengthMs: 28 * DAY_MS } }, "sums"],
  ["pairs, and the target", { pairs: DEFAULT_PAIRS.slice(0, 1), targetPpm: 995_000 }, "sums"],
  ["clients", { perClient: true }, "sums"],
  ["the kind of the window", { window: month("UTC") }, "generation", ["window"]],
  ["an operation", { operation: "GET /orders", targetPpm: 995_000 }, "generation", ["filter"]],
  ["a filter", { where: { is: "named", dimension: "region", names: ["eu"] } }, "generation", ["filter"]],
  ["a sample", { sampledPpm: 100_000 }, "generation", ["sample"]],
  [
    "an indicator and a method",
    { indicator: { kind: "latency", thresholdUs: 1 }, method: { kind: "RatioTimeslices", sliceMs: 60_000 } },
    "generation",
    ["indicator", "method"],
  ],
];
for (const [what, after, is, because] of changes) {
  test(`a change of ${what} is ${is}`, () => {
    const change = changeOf(AVAILABILITY_999, { ...AVAILABILITY_999, ...after });
    assert.equal(change.is, is);
    if (change.is === "generation") assert.deepEqual(change.because, because);
    // Back again is as much of a change.
    assert.equal(changeOf({ ...AVAILABILITY_999, ...after }, AVAILABILITY_999).is, is);
  });
}

test("another zone of a calendar window begins a new generation; keys in another order change nothing", () => {
  const madrid = { ...AVAILABILITY_999, window: month("Europe/Madrid") };
  assert.equal(changeOf({ ...AVAILABILITY_999, window: month("UTC") }, madrid).is, "generation");
  assert.equal(
    changeOf(AVAILABILITY_999, { ...AVAILABILITY_999, window: { lengthMs: 30 * DAY_MS, kind: "rolling" } }).is,
    "nothing",
  );
});

test("a change says what it means for the figures", () => {
  const target = changeOf(AVAILABILITY_999, { ...AVAILABILITY_999, targetPpm: 995_000 });
  assert.match(
    target.is === "target" ? target.text : "",
    /from 99\.9 % to 99\.5 %\. It applies to all that was counted already/,
  );
  const generation = changeOf(AVAILABILITY_999, { ...AVAILABILITY_999, operation: "GET /orders" });
  assert.match(
    generation.is === "generation" ? generation.text : "",
    /^orders\/availability begins a new generation, as its filter changed: .* counted again as far back as minute counts or records reach/,
  );
});

test("the history of a target tells for each instant the last one set, without gaps", () => {
  const change = fc.record({
    at: fc.integer({ min: 0, max: 12 }),
    targetPpm: fc.constantFrom(990_000, 995_000, 999_000),
  });
  fc.assert(
    fc.property(fc.array(change, { maxLength: 15, size: "max" }), (list) => {
      const history = targetHistory(list);
      for (let at = 0; at <= 13; at++) {
        const set = list
          .filter((one) => one.at <= at)
          .toSorted((a, b) => a.at - b.at)
          .at(-1)?.targetPpm;
        const [told, ...more] = history.filter(({ from, to }) => from <= at && (to === null || at < to));
        assert.equal(told?.targetPpm, set);
        assert.equal(more.length, 0);
      }
      history.forEach(({ targetPpm }, i) => assert.notEqual(targetPpm, history[i + 1]?.targetPpm));
    }),
  );
});
