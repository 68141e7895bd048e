import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { DAY_MS, floorTo, HOUR_MS, type Interval, MINUTE_MS } from "#kernel";
import { MemorySlotLists } from "../engine/memory-slot-lists.ts";
import { GRID_MS } from "../engine/windows.ts";
import { judge } from "../judge.ts";
import type { AlertResult, ObjectiveResult } from "../results.ts";
import { LiveObjectives } from "./live-objectives.ts";
import {
  CLIENTS,
  columnsOf,
  identityOf,
  Ledger,
  liveFor,
  namesOf,
  OBJECTIVES,
  recordedFrom,
  type TestRecord,
  traffic,
} from "./live.testing.ts";

const STEP_MS = 10 * MINUTE_MS;

const windows = fc.array(fc.tuple(fc.nat(8 * 360), fc.integer({ min: 1, max: 360 })), { minLength: 1, maxLength: 3 });

test("requests in announced maintenance are left out live, and told of, as the same history is judged without them, restarts or not", () => {
  fc.assert(
    fc.property(traffic, windows, fc.double({ min: 0, max: 1, noNaN: true }), (records, parts, savedAfter) => {
      const names = namesOf(CLIENTS);
      const lists = new MemorySlotLists();
      const from = floorTo((records[0] as TestRecord).at, GRID_MS);
      const to = floorTo((records.at(-1) as TestRecord).at, GRID_MS) + GRID_MS;
      const exclusions = parts.map(([slot, slots]) => inside(from + slot * GRID_MS, slots));
      let live = liveFor(names, from, lists);
      live.excludedTimeOf("orders").set(exclusions);
      const ledger = new Ledger();
      const savedAt = from + floorTo(savedAfter * (to - from), GRID_MS);
      let next = 0;
      for (let at = from + GRID_MS; at <= to; at += GRID_MS) {
        let end = next;
        while (end < records.length && (records[end] as TestRecord).at < at) end++;
        live.count(columnsOf(records.slice(next, end)));
        next = end;
        if (at === savedAt) live = LiveObjectives.restore(live.save(), { names, lists });
        ledger.take(live.tick(at));
      }
      const history = recordedFrom(records, CLIENTS, { from, to });
      const judged = judge({
        ...history,
        exclusions: exclusions.map((one) => ({ ...one, api: "orders", reason: "maintenance" })),
      });
      assert.deepEqual(
        ledger.alerts(live.firing()).map(identityOf).toSorted(),
        judged.alerts.map(identityOf).toSorted(),
      );
      assert.equal(ledger.pages.length, judged.pages.length);
      const whole = judged.objectives.filter(({ client }) => client === undefined);
      assert.deepEqual(live.results("orders").map(figures), whole.map(figures));
    }),
    { numRuns: 10 },
  );
});

test("maintenance that is told of afterwards is taken out of the budget once the objectives were filled anew", () => {
  const names = namesOf(CLIENTS);
  const from = Date.UTC(2026, 5, 1);
  const live = liveFor(names, from, new MemorySlotLists());
  const records = Array.from({ length: 3_600 }, (_, i): TestRecord => {
    return { at: from + i * 1_000, client: 0, status: i >= 1_800 && i < 2_400 ? 503 : 200, durationUs: 1_000 };
  });
  live.count(columnsOf(records));
  live.tick(from + HOUR_MS);
  assert.equal(live.results("orders")[0]?.bad, 600);
  assert.ok(live.firing().length > 0);
  live.excludedTimeOf("orders").set([inside(from + 30 * MINUTE_MS, 60)]);
  live.replaceObjectives("orders", OBJECTIVES);
  live.countHistory(columnsOf(records), from + HOUR_MS, "orders");
  live.commit("orders");
  live.tick(from + HOUR_MS + GRID_MS);
  assert.deepEqual([live.results("orders")[0]?.bad, live.results("orders")[0]?.valid], [0, 3_000]);
  assert.deepEqual(live.results("orders")[0]?.excluded, { valid: 600, bad: 600, remainingWithout: 1 - 600 / 3.6 });
  assert.equal(live.firing().length, 0);
});

test("in maintenance nobody is woken by what happened before it; who still burns when it is over is told of", () => {
  const from = floorTo(Date.UTC(2026, 5, 1), DAY_MS);
  const began = from + HOUR_MS;
  // 282 of 18,282 prove nothing yet. As the good ones leave the hour, they do.
  const records: TestRecord[] = [];
  for (let at = from; at < began; at += GRID_MS) {
    const count = at < from + 30 * MINUTE_MS ? 100 : at >= began - MINUTE_MS ? 47 : 0;
    const status = at < from + 30 * MINUTE_MS ? 200 : 503;
    for (let i = 0; i < count; i++) records.push({ at, client: 0, status, durationUs: 1 });
  }
  const pagedAt = (exclusions: readonly Interval[]): number[] => {
    const live = liveFor(namesOf(CLIENTS), from, new MemorySlotLists());
    live.excludedTimeOf("orders").set(exclusions);
    const pages: number[] = [];
    for (let at = from + GRID_MS; at < began + 30 * MINUTE_MS; at += GRID_MS) {
      live.count(columnsOf(records.filter((one) => one.at === at - GRID_MS)));
      const told = live.tick(at).pages.filter(({ alerts }) => alerts.some(isOfAll));
      pages.push(...told.map((page) => page.at - began));
    }
    return pages;
  };
  const [woken = Number.NaN, ...others] = pagedAt([]);
  assert.ok(woken > 0 && woken < 4 * MINUTE_MS && others.length === 0, `${woken} ${others.join(" ")}`);
  assert.deepEqual(pagedAt([{ from: began, to: began + 30 * MINUTE_MS }]), []);
  assert.deepEqual(pagedAt([{ from: began, to: began + 4 * MINUTE_MS }]), [4 * MINUTE_MS + GRID_MS]);
  const over = judge({
    ...recordedFrom(records, CLIENTS, { from, to: began + 30 * MINUTE_MS }),
    exclusions: [{ from: began, to: began + 4 * MINUTE_MS, api: "orders", reason: "maintenance" }],
  });
  const told = over.pages.filter(({ alerts }) => alerts.some((one) => isOfAll(over.alerts[one] as AlertResult)));
  assert.deepEqual(
    told.map(({ at }) => at - began),
    [4 * MINUTE_MS + GRID_MS],
  );
});

test("that requests stay away during maintenance wakes nobody", () => {
  const from = Date.UTC(2026, 5, 1);
  const away = { from: from + 16 * DAY_MS, to: from + 16 * DAY_MS + 6 * HOUR_MS };
  for (const [exclusions, alerts] of [
    [[], 1],
    [[away], 0],
  ] as const) {
    const live = liveFor(namesOf(CLIENTS), from, new MemorySlotLists());
    live.excludedTimeOf("orders").set(exclusions);
    const told: AlertResult[] = [];
    for (let at = from; at < away.to; at += STEP_MS) {
      const sent = { at, client: 0, status: 200, durationUs: 1 };
      if (at < away.from) live.count(columnsOf(Array.from({ length: 40 }, () => sent)));
      told.push(...live.tick(at + STEP_MS).began);
    }
    assert.equal(told.filter(({ kind }) => kind === "trafficVanished").length, alerts);
  }
});

function isOfAll({ objective, client }: Pick<AlertResult, "objective" | "client">): boolean {
  return objective === "orders/availability" && client === undefined;
}

function inside(from: number, slots: number): Interval {
  return { from, to: from + slots * GRID_MS };
}

/** What a budget is made of, and what maintenance took out of it. */
function figures({ name, valid, bad, remaining, state, excluded }: ObjectiveResult): unknown[] {
  return [name, valid, bad, remaining, state, excluded];
}
