import assert from "node:assert/strict";
import { test } from "node:test";
import { HOUR_MS, MINUTE_MS } from "#kernel";
import { judge, type Judged } from "../judge.ts";
import type { Objective } from "../objective.ts";
import { AVAILABILITY_999, type Cell, recordedOf, START, steady } from "../recorded.testing.ts";
import { Coverage } from "./coverage.ts";
import type { Change } from "./change.ts";
import { Engine } from "./engine.ts";
import { Instances } from "./instances.ts";
import { GRID_MS } from "./windows.ts";

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
  // Its own target, 99.9 %, of all requests of its members; half as much again as that is missing.
  assert.equal(both.remainingEvents, (-1.5 * both.valid) / 1000);
  assert.deepEqual([both.valid, both.bad], [first.valid + second.valid, first.bad + second.bad]);
});

test("a composite whose budget is used to the last part of it is exhausted", () => {
  const cells = [
    ...steady(0, HOURS, { perSlot: 1000, badShare: 0.001 }),
    ...steady(1, HOURS, { perSlot: 100, badShare: 0.01 }),
  ];
  const both = judge(recordedOf(OBJECTIVES, cells)).objectives[2];
  assert.deepEqual([both?.state, both?.remaining, both?.remainingEvents], ["exhausted", 0, 0]);
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

/** One composite of a part of the API: nothing speaks for it. */
const PART: Objective = {
  ...BOTH,
  indicator: { kind: "composite", members: [{ objective: "orders/write", weight: 1 }] },
};
const PARTS = [WRITE, PART].map((objective) => ({ objective, clients: NOBODY }));

function pagesOf(told: Judged, objective: string): unknown[] {
  return told.pages
    .filter(({ urgency }) => urgency === "page")
    .flatMap(({ at, alerts }) => alerts.flatMap((index) => (told.alerts[index]?.objective === objective ? [at] : [])));
}

test("a composite that nobody speaks for is told of", () => {
  const outage = { from: START + 7 * HOUR_MS, to: HOURS.to };
  const cells = [
    ...steady(0, { from: START, to: outage.from }, { perSlot: 10, badShare: 0 }),
    ...steady(0, outage, { perSlot: 10, badShare: 1 }),
  ];
  for (const guard of [false, true]) {
    const told = judge(recordedOf(PARTS, cells, { guard }));
    assert.equal(pagesOf(told, "orders/both").length, 1, `guard ${guard}`);
  }
});

test("in a window that is not full yet a composite begins when its time has come, though no count changes then", () => {
  // 300 bad at once: more than an hour's allowance of what came in so far when 300 / 2000 · observed / 1 h > 14.4 %.
  // Its member has no pair that would wait for that instant too.
  const pairs = [{ urgency: "page", factorPpm: 90_000_000, longMs: HOUR_MS, shortMs: 5 * MINUTE_MS }] as const;
  const objectives = [{ ...WRITE, pairs }, PART].map((objective) => ({ objective, clients: NOBODY }));
  const cells: Cell[] = [
    [START, 0, 1000, 0],
    [START + 55 * MINUTE_MS, 0, 1000, 300],
    [START + 2 * HOUR_MS, 0, 1, 0],
  ];
  const { alerts } = judge(recordedOf(objectives, cells));
  assert.deepEqual(
    alerts.map(({ objective, firedAt }) => [objective, firedAt - START]),
    [["orders/both", 57 * MINUTE_MS + 40_000]],
  );
});

test("a composite whose measurement comes back goes on as one interval", () => {
  const engine = new Engine({
    instances: new Instances(PARTS),
    startedAt: START,
    guard: false,
    coverage: new Map([["orders", coverage()]]),
  });
  function coverage(): Coverage {
    const marks = new Coverage();
    marks.mark({ from: START, to: START + 2 * HOUR_MS });
    marks.mark({ from: START + 3 * HOUR_MS, to: START + 9 * HOUR_MS });
    return marks;
  }
  const changes: Change[] = [];
  for (let slot = START; slot < START + 9 * HOUR_MS; slot += GRID_MS) {
    if (slot < START + 2 * HOUR_MS || slot >= START + 3 * HOUR_MS) engine.count(slot, 0, { valid: 10, bad: 10 });
    changes.push(...engine.tick(slot + GRID_MS));
  }
  const of = (row: number): unknown => changes.filter((one) => one.row === row).map(({ at, what }) => [at, what]);
  assert.deepEqual(of(1), of(0));
});

test("a composite's pair that also fires when the factor is just reached does so, and one without does not", () => {
  // 14.4 times what 99 % allow: 144 of 1000; a weight that floating point cannot divide exactly by itself.
  const cells = steady(0, { from: START, to: START + 2 * HOUR_MS }, { perSlot: 1000, badShare: 0.144 });
  for (const orEqual of [false, true]) {
    const pairs = [
      { urgency: "page", factorPpm: 14_400_000, longMs: HOUR_MS, shortMs: 5 * MINUTE_MS, orEqual },
    ] as const;
    for (const weight of [1, 0.1, 0.7]) {
      const members = [{ objective: "orders/write", weight }];
      const objectives = [
        { ...WRITE, pairs },
        { ...PART, pairs, indicator: { kind: "composite", members } as const },
      ];
      const told = judge(
        recordedOf(
          objectives.map((objective) => ({ objective, clients: NOBODY })),
          cells,
        ),
      );
      const fired = told.alerts.map(({ objective, firedAt }) => [objective, firedAt - START]);
      const expected = ["orders/write", "orders/both"].map((name) => [name, HOUR_MS]);
      assert.deepEqual(fired, orEqual ? expected : [], `orEqual ${orEqual}, weight ${weight}`);
    }
  }
});

test("the guard of a composite asks its members about the composite's own windows, and slices need no guard", () => {
  const pairs = [{ urgency: "page", factorPpm: 5_000_000, longMs: 30 * MINUTE_MS, shortMs: 5 * MINUTE_MS }] as const;
  const method = { kind: "RatioTimeslices", sliceMs: MINUTE_MS } as const;
  const cells = steady(0, { from: START, to: START + 2 * HOUR_MS }, { perSlot: 1000, badShare: 0.2 });
  for (const member of [WRITE, { ...WRITE, method }]) {
    const objectives = [member, { ...PART, pairs }].map((objective) => ({ objective, clients: NOBODY }));
    const { alerts } = judge(recordedOf(objectives, cells, { guard: true }));
    assert.equal(alerts.filter(({ objective }) => objective === "orders/both").length, 1, `by ${member.targetPpm}`);
  }
});
