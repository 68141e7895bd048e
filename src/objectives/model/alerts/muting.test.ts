import assert from "node:assert/strict";
import { test } from "node:test";
import { DAY_MS, HOUR_MS, type Interval, MINUTE_MS, Random } from "#kernel";
import type { ObjectiveWithClients } from "../engine/instances.ts";
import { judge, type Judged } from "../judge.ts";
import type { Objective } from "../objective.ts";
import { AVAILABILITY_999, binomial, type Cell, poisson, recordedOf, START, steady } from "../recorded.testing.ts";
import { GRID_MS } from "../engine/windows.ts";

const AVAILABILITY: Objective = { ...AVAILABILITY_999, perClient: true };
const LATENCY: Objective = {
  ...AVAILABILITY,
  name: "orders/latency",
  indicator: { kind: "latency", thresholdUs: 300_000 },
  targetPpm: 990_000,
};
const OUTAGE: Interval = { from: START + 7 * HOUR_MS, to: START + 7 * HOUR_MS + 20 * MINUTE_MS };
const END = OUTAGE.to + 7 * HOUR_MS;

interface Shares {
  readonly failing: number;
  readonly slow: number;
}

/** When all is well, this many slots come as one: fewer cells, and as many requests. */
const CALM_SLOTS = 3;

/** Poisson traffic of clients by Zipf's law on both objectives; in the outage, requests of all clients fail and slow down. */
function simulated(seed: number, clients: number, outage: Shares): Cell[] {
  const random = new Random(seed);
  const cells: Cell[] = [];
  const rows = 1 + clients;
  for (let slot = START; slot < END;) {
    const calm = slot < OUTAGE.from || slot >= OUTAGE.to;
    const slots = calm ? CALM_SLOTS : 1;
    const shares = calm ? { failing: 0.0001, slow: 0.001 } : outage;
    const sums = [0, 0, 0, 0];
    for (let client = 0; client < clients; client++) {
      const requests = poisson(random, (60 * slots) / (client + 1));
      if (requests === 0) continue;
      const bad = binomial(random, requests, shares.failing);
      const slow = binomial(random, requests - bad, shares.slow);
      cells.push([slot, 1 + client, requests, bad], [slot, rows + 1 + client, requests - bad, slow]);
      [requests, bad, requests - bad, slow].forEach((count, i) => (sums[i] = (sums[i] ?? 0) + count));
    }
    cells.push([slot, 0, sums[0] ?? 0, sums[1] ?? 0], [slot, rows, sums[2] ?? 0, sums[3] ?? 0]);
    slot += slots * GRID_MS;
  }
  return cells;
}

function both(clients: number): ObjectiveWithClients[] {
  const ids = Int32Array.from({ length: clients }, (_, id) => id);
  return [AVAILABILITY, LATENCY].map((objective) => ({ objective, clients: ids }));
}

function pagesOf({ pages }: Judged): unknown[] {
  return pages.filter(({ urgency }) => urgency === "page");
}

test("one outage of one API with 200 clients of mixed size and slow answers beside is one page", () => {
  for (const [seed, outage] of [
    [1, { failing: 1, slow: 0 }],
    [2, { failing: 0.3, slow: 0.4 }],
    [3, { failing: 0.5, slow: 0.9 }],
  ] as const) {
    const judged = judge(recordedOf(both(200), simulated(seed, 200, outage), { guard: true }));
    const first = judged.pages[0];
    const told = judged.alerts[first?.alerts[0] ?? -1];
    assert.equal(judged.pages.length, 1, JSON.stringify(judged.pages));
    assert.equal(told?.objective, "orders/availability");
    assert.equal(told?.client, undefined);
    assert.ok(judged.alerts.filter(({ client }) => client !== undefined).length > 20);
    for (const alert of judged.alerts) assert.equal(alert.mutedBy === null, alert === told);
  }
});

/** A healthy API, and one small client of it that fails in an interval. */
function oneClientFails(interval: Interval): Judged {
  const healthy: Interval = { from: START, to: END };
  const cells = [
    ...steady(0, { from: START, to: interval.from }, { perSlot: 1010, badShare: 0 }),
    ...steady(0, interval, { perSlot: 1010, badShare: 10 / 1010 }),
    ...steady(0, { from: interval.to, to: END }, { perSlot: 1010, badShare: 0 }),
    ...steady(1, { from: START, to: interval.from }, { perSlot: 10, badShare: 0 }),
    ...steady(1, interval, { perSlot: 10, badShare: 1 }),
    ...steady(1, { from: interval.to, to: END }, { perSlot: 10, badShare: 0 }),
    ...steady(2, healthy, { perSlot: 1000, badShare: 0 }),
  ];
  return judge(recordedOf([{ objective: AVAILABILITY, clients: Int32Array.of(0, 1) }], cells, { guard: true }));
}

test("one client's own outage pages at once, for that client", () => {
  const { alerts, pages } = oneClientFails({ from: OUTAGE.from, to: OUTAGE.from + 5 * MINUTE_MS });
  const alert = alerts[pages[0]?.alerts[0] ?? -1];
  assert.equal(alert?.client, "client-0");
  assert.equal(alert?.firedAt, pages[0]?.at);
  assert.equal(pagesOf({ alerts, pages, objectives: [], burnDown: [] }).length, 1);
});

/** The whole API fails for 20 minutes; its first client, a tenth of the traffic, for `longerMs` more. */
function oneClientFailsOn(longerMs: number): Judged {
  const tail: Interval = { from: OUTAGE.to, to: OUTAGE.to + longerMs };
  const rest: Interval = { from: tail.to, to: END };
  const before: Interval = { from: START, to: OUTAGE.from };
  const row = (index: number, perSlot: number, badInTail: number): Cell[] => [
    ...steady(index, before, { perSlot, badShare: 0 }),
    ...steady(index, OUTAGE, { perSlot, badShare: 1 }),
    ...steady(index, tail, { perSlot, badShare: badInTail }),
    ...steady(index, rest, { perSlot, badShare: 0 }),
  ];
  const cells = [...row(0, 10_000, 0.001), ...row(1, 10, 1), ...row(2, 9990, 0)];
  return judge(recordedOf([{ objective: AVAILABILITY, clients: Int32Array.of(0, 1) }], cells));
}

test("what still burns after the outage is over is its own outage, and only that", () => {
  const over = oneClientFailsOn(0);
  assert.equal(over.pages.length, 1);
  const goesOn = oneClientFailsOn(3 * HOUR_MS);
  const heard = goesOn.pages.map(({ at, alerts }) => ({
    at,
    clients: alerts.map((index) => goesOn.alerts[index]?.client),
  }));
  assert.deepEqual(
    heard.map(({ clients }) => clients),
    [[undefined], ["client-0"]],
  );
  const outagePage = goesOn.alerts.find(({ client, urgency }) => client === undefined && urgency === "page");
  assert.ok((heard[1]?.at ?? 0) >= (outagePage?.endedAt ?? Number.POSITIVE_INFINITY) + 5 * MINUTE_MS);
});

test("a ticket never mutes a page", () => {
  // A slow burn opens the API's ticket; later one client fails altogether.
  const slow: Interval = { from: START, to: START + 2 * DAY_MS };
  const failing: Interval = { from: slow.to, to: slow.to + 5 * MINUTE_MS };
  const cells = [
    ...steady(0, slow, { perSlot: 100_000, badShare: 0.004 }),
    ...steady(0, failing, { perSlot: 100_000, badShare: 0.0041 }),
    ...steady(1, slow, { perSlot: 10, badShare: 0 }),
    ...steady(1, failing, { perSlot: 10, badShare: 1 }),
  ];
  const { alerts, pages } = judge(recordedOf([{ objective: AVAILABILITY, clients: Int32Array.of(0) }], cells));
  assert.deepEqual(
    pages.map(({ urgency, alerts: told }) => [urgency, alerts[told[0] ?? -1]?.client]),
    [
      ["ticket", undefined],
      ["page", "client-0"],
    ],
  );
});

test("alerts of two APIs that fire at the same instant are one page, and neither mutes the other", () => {
  const other: Objective = { ...AVAILABILITY_999, name: "stock/availability", api: "stock" };
  const fail = (row: number): Cell[] => [
    ...steady(row, { from: START, to: OUTAGE.from }, { perSlot: 100, badShare: 0 }),
    ...steady(row, OUTAGE, { perSlot: 100, badShare: 1 }),
  ];
  const objectives = [AVAILABILITY_999, other].map((objective) => ({ objective, clients: new Int32Array(0) }));
  const { alerts, pages } = judge(recordedOf(objectives, [...fail(0), ...fail(1)]));
  assert.deepEqual(
    pages.map(({ urgency, alerts: told }) => [urgency, told.length]),
    [["page", 2]],
  );
  assert.deepEqual(
    alerts.filter(({ urgency }) => urgency === "page").map(({ mutedBy }) => mutedBy),
    [null, null],
  );
});

test("an outage that hovers at the threshold does not page each time that its alert ends and fires again", () => {
  const only = [{ objective: AVAILABILITY_999, clients: new Int32Array(0) }];
  for (const seed of [7, 28, 37, 60]) {
    const random = new Random(seed);
    const cells: Cell[] = [];
    for (let slot = START; slot < START + 12 * HOUR_MS; slot += GRID_MS) {
      const failing = slot < START + 7 * HOUR_MS ? 0 : 0.02;
      const requests = poisson(random, 33);
      cells.push([slot, 0, requests, binomial(random, requests, failing)]);
    }
    const judged = judge(recordedOf(only, cells, { guard: true }));
    const fired = judged.alerts.filter(({ urgency }) => urgency === "page");
    assert(fired.length >= 15, `only ${fired.length} alerts: this does not hover`);
    assert(pagesOf(judged).length <= 2, `${pagesOf(judged).length} pages`);
  }
});

test("a second outage within the long window of the first is a page of its own", () => {
  const only = [{ objective: AVAILABILITY_999, clients: new Int32Array(0) }];
  const healthy = { perSlot: 30, badShare: 0 };
  const dead = { perSlot: 30, badShare: 1 };
  const at = (minutes: number): number => START + 8 * HOUR_MS + minutes * MINUTE_MS;
  const cells = [
    ...steady(0, { from: START, to: at(0) }, healthy),
    ...steady(0, { from: at(0), to: at(5) }, dead),
    ...steady(0, { from: at(5), to: at(45) }, healthy),
    ...steady(0, { from: at(45), to: at(50) }, dead),
    ...steady(0, { from: at(50), to: at(120) }, healthy),
  ];
  const { pages } = judge(recordedOf(only, cells, { guard: true }));
  const told = pages.filter(({ urgency }) => urgency === "page").map(({ at: instant }) => (instant - at(0)) / 1000);
  assert.equal(told.length, 2);
  assert((told[1] ?? 0) > 45 * 60 && (told[1] ?? 0) < 47 * 60, String(told));
});
