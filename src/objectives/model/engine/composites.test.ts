import assert from "node:assert/strict";
import { test } from "node:test";
import { HOUR_MS, MINUTE_MS } from "#kernel";
import { judge } from "../judge.ts";
import type { Objective } from "../objective.ts";
import { AVAILABILITY_999, recordedOf, START, steady } from "../recorded.testing.ts";

const NOBODY = new Int32Array(0);
const WRITE: Objective = { ...AVAILABILITY_999, name: "orders/write", targetPpm: 990_000, operation: "POST /orders" };
const BOTH: Objective = {
  ...AVAILABILITY_999,
  name: "orders/both",
  indicator: {
    kind: "composite",
    members: [
      { objective: "orders/availability", weight: 3 },
      { objective: "orders/write", weight: 1 },
    ],
  },
};
const OBJECTIVES = [AVAILABILITY_999, WRITE, BOTH].map((objective) => ({ objective, clients: NOBODY }));
const HOURS = { from: START, to: START + 8 * HOUR_MS };

test("a composite spends its budget at the weighted mean of its members' burn rates", () => {
  const cells = [
    ...steady(0, HOURS, { perSlot: 1000, badShare: 0.002 }),
    ...steady(1, HOURS, { perSlot: 100, badShare: 0.04 }),
  ];
  const [first, second, both] = judge(recordedOf(OBJECTIVES, cells)).objectives;
  assert.equal(first?.burnRate, 2);
  assert.equal(second?.burnRate, 4);
  assert.equal(both?.burnRate, (3 * 2 + 1 * 4) / 4);
  assert.equal(both.remaining, -1.5);
  assert.deepEqual([both.valid, both.bad], [first.valid + second.valid, first.bad + second.bad]);
});

test("a member without traffic has no say, and a composite without any is noTraffic with its whole budget", () => {
  const cells = steady(1, HOURS, { perSlot: 100, badShare: 0.04 });
  const both = judge(recordedOf(OBJECTIVES, cells)).objectives[2];
  assert.equal(both?.burnRate, 4);
  const silent = judge(recordedOf(OBJECTIVES, [[START, 0, 0, 0]])).objectives[2];
  assert.deepEqual([silent?.state, silent?.remaining, silent?.burnRate], ["noTraffic", 1, 0]);
});

test("a composite pages when its mean burns too fast on both windows, ends when the short one does not, and is muted by availability", () => {
  const outage = { from: START + 7 * HOUR_MS, to: START + 7 * HOUR_MS + 10 * MINUTE_MS };
  const cells = [
    ...steady(0, { from: START, to: outage.from }, { perSlot: 10, badShare: 0 }),
    ...steady(0, outage, { perSlot: 10, badShare: 1 }),
    ...steady(0, { from: outage.to, to: HOURS.to }, { perSlot: 10, badShare: 0 }),
    ...steady(1, HOURS, { perSlot: 1, badShare: 0 }),
  ];
  const { alerts, pages } = judge(recordedOf(OBJECTIVES, cells));
  const both = alerts.filter(({ objective, urgency }) => objective === "orders/both" && urgency === "page");
  assert.equal(both.length, 1);
  // The mean is 3/4 of availability's burn rate: fires when 3/4 · E / e > 14.4, which takes 51.84 s · 4/3 of outage.
  assert.equal(both[0]?.firedAt, outage.from + 70_000);
  assert.equal(both[0].mutedBy, "orders/availability");
  assert.equal(both[0].end, "resolved");
  assert.equal(pages.filter(({ urgency }) => urgency === "page").length, 1);
});
