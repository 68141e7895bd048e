import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { alone, stacked } from "../charts/series.ts";
import type { Kpis } from "../server/wire.ts";
import { availabilitySeries, latencySeries, requestsSeries, slotsOf } from "./series-of.ts";

const ZERO = {
  requests: 0,
  valid: 0,
  good: 0,
  bad: 0,
  excluded: 0,
  throttled: 0,
  clientFaults: 0,
  availability: null,
  latencyMs: null,
};
const KPIS: Kpis = {
  ...ZERO,
  from: "2026-03-02T00:03:00Z",
  to: "2026-03-02T00:20:00Z",
  responseBytes: 0,
  upstreamMs: null,
  clients: { active: 0, observed: 0 },
  latencyRange: { from: "2026-03-02T00:03:00Z", to: "2026-03-02T00:20:00Z" },
  stepMs: 300_000,
  series: [{ ...ZERO, at: "2026-03-02T00:05:00Z", requests: 10, valid: 10, good: 9, bad: 1, availability: 0.9 }],
  groups: [],
  groupsSummedUp: 0,
  damaged: [],
};

test("a value without neighbours is drawn as a point, as no line goes through it", () => {
  assert.deepEqual(alone([null, 1, null, 2, 3, undefined, 4]), [1, 6]);
  assert.deepEqual(alone([5]), [0]);
  assert.deepEqual(alone([]), []);
});

test("a slot without a request is zero requests, and no availability", () => {
  const slots = slotsOf(KPIS);
  assert.equal(slots.at.length, 4);
  assert.deepEqual(
    requestsSeries(slots, []).series.map(({ values }) => values),
    [
      [0, 9, 0, 0],
      [0, 1, 0, 0],
    ],
  );
  assert.deepEqual(availabilitySeries(slots, []).series[0]?.values, [null, 0.9, null, null]);
});

test("each slot with a bad request is marked, however few they are", () => {
  assert.deepEqual(requestsSeries(slotsOf(KPIS), []).marks, [false, true, false, false]);
});

test("the axis of availability holds the worst slot", () => {
  fc.assert(
    fc.property(fc.double({ min: 0, max: 1, noNaN: true }), (availability) => {
      const series = [{ ...ZERO, at: "2026-03-02T00:05:00Z", availability }];
      const { scale = [1, 0] } = availabilitySeries(slotsOf({ ...KPIS, series }), []);
      assert.ok(scale[0] <= availability && availability <= scale[1]);
    }),
  );
});

test("records that tell no duration have no chart of latency", () => {
  assert.equal(latencySeries(slotsOf(KPIS), []), undefined);
});

test("layers lie on top of each other, the topmost first", () => {
  const layer = (name: string, values: number[]) => ({ name, colour: "good", look: "layer", values }) as const;
  assert.deepEqual(
    stacked([layer("good", [1, 2]), layer("bad", [3, 0])]).map(({ name, values }) => [name, values]),
    [
      ["bad", [4, 2]],
      ["good", [1, 2]],
    ],
  );
});
