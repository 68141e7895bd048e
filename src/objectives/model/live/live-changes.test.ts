import assert from "node:assert/strict";
import { test } from "node:test";
import { DAY_MS, HOUR_MS, MINUTE_MS, Refusal } from "#kernel";
import { MemorySlotLists } from "../engine/memory-slot-lists.ts";
import { GRID_MS } from "../engine/windows.ts";
import { START } from "../recorded.testing.ts";
import { LiveObjectives } from "./live-objectives.ts";
import { columnsOf, identityOf, liveFor, namesOf, OBJECTIVES, type TestRecord } from "./live.testing.ts";
import type { TickOutcome } from "./tick-outcome.ts";

const CLIENTS = 2;
const OUTAGE = { from: START + HOUR_MS, to: START + 2 * HOUR_MS };

/** Ten requests of each client in each slot; half of them fail in the outage. */
function recordsOf(slot: number): TestRecord[] {
  const fails = slot >= OUTAGE.from && slot < OUTAGE.to;
  return Array.from({ length: 10 * CLIENTS }, (_, i) => ({
    at: slot + i * 100,
    client: i % CLIENTS,
    status: fails && i < 10 ? 503 : 200,
    durationUs: 1_000,
  }));
}

/** Feeds [from, to) as it comes; what happened at each tick. */
function feed(live: LiveObjectives, from: number, to: number): TickOutcome[] {
  const outcomes: TickOutcome[] = [];
  for (let slot = from; slot < to; slot += GRID_MS) {
    live.count(columnsOf(recordsOf(slot)));
    outcomes.push(live.tick(slot + GRID_MS));
  }
  return outcomes;
}

function readAgain(live: LiveObjectives, to: number): void {
  for (let slot = START; slot < to; slot += GRID_MS) live.countHistory(columnsOf(recordsOf(slot)), to, "orders");
  live.commit("orders");
}

function newLive(lists = new MemorySlotLists()): LiveObjectives {
  return liveFor(namesOf(CLIENTS), START, lists);
}

test("objectives that are replaced by the same ones, filled from old records, go on as if nothing had happened", () => {
  const now = OUTAGE.from + 20 * MINUTE_MS;
  const [kept, replaced] = [newLive(), newLive()];
  for (const live of [kept, replaced]) feed(live, START, now);
  const before = replaced.firing();
  assert.ok(before.length > 0);
  replaced.replaceObjectives("orders", OBJECTIVES);
  readAgain(replaced, now);
  const later = feed(replaced, now, OUTAGE.to + HOUR_MS);
  const keptLater = feed(kept, now, OUTAGE.to + HOUR_MS);
  assert.deepEqual(later.filter(isNews), keptLater.filter(isNews));
  assert.deepEqual(replaced.results("orders"), kept.results("orders"));
  assert.deepEqual(replaced.counters(), kept.counters());
  assert.deepEqual(replaced.firing(), kept.firing());
});

test("what comes while objectives take over from others is counted once", () => {
  const now = START + 20 * MINUTE_MS;
  const live = newLive();
  feed(live, START, now);
  live.replaceObjectives("orders", OBJECTIVES);
  readAgain(live, now);
  let records = (now - START) / GRID_MS;
  live.count(columnsOf(recordsOf(now)));
  for (const _ of live.slices(now + GRID_MS)) {
    live.count(columnsOf(recordsOf(now + GRID_MS)));
    records++;
  }
  assert.ok(records > (now - START) / GRID_MS);
  feed(live, now + 2 * GRID_MS, now + 3 * GRID_MS);
  const [availability] = live.counters();
  assert.equal(availability?.valid, (records + 2) * recordsOf(now).length);
  assert.equal(live.resultOf("orders", "orders/availability").valid, availability?.valid);
});

test("traffic that vanishes is told of after objectives were replaced, too", () => {
  const weeks = [START, START + 7 * DAY_MS];
  const slots = weeks.flatMap((week) => Array.from({ length: 10 }, (_, i) => week + i * GRID_MS));
  const told = (isReplaced: boolean): TickOutcome[] => {
    const live = newLive();
    for (const week of weeks) feed(live, week, week + 10 * GRID_MS);
    if (isReplaced) {
      live.replaceObjectives("orders", OBJECTIVES);
      for (const slot of slots) live.countHistory(columnsOf(recordsOf(slot)), START + 8 * DAY_MS, "orders");
      live.commit("orders");
    }
    return [8 * DAY_MS, 14 * DAY_MS + HOUR_MS].map((after) => live.tick(START + after)).filter(isNews);
  };
  const outcomes = told(true);
  assert.deepEqual(
    outcomes.map(({ began }) => began.map(({ kind }) => kind)),
    [["trafficVanished"]],
  );
  assert.deepEqual(outcomes, told(false));
});

test("objectives that are taken out end their alerts, once, and a new one that burns fires", () => {
  const now = OUTAGE.from + 20 * MINUTE_MS;
  const live = newLive();
  feed(live, START, now);
  const before = live.firing();
  const renamed = OBJECTIVES.slice(0, 1).map((objective) => ({ ...objective, name: "orders/renamed" }));
  live.replaceObjectives("orders", renamed);
  readAgain(live, now);
  const [first, ...later] = feed(live, now, now + MINUTE_MS) as [TickOutcome, ...TickOutcome[]];
  const { began, ended, pages } = first;
  assert.deepEqual(new Set(ended.map(identityOf)), new Set(before.map(identityOf)));
  assert.ok(ended.every(({ end, endedAt }) => end === "resolved" && endedAt === now + GRID_MS));
  assert.ok(began.every(({ objective, firedAt }) => objective === "orders/renamed" && firedAt === now + GRID_MS));
  assert.equal(pages.filter(({ urgency }) => urgency === "page").length, 1);
  assert.deepEqual(
    later.flatMap((outcome) => outcome.ended),
    [],
  );
});

test("old records raise no signal, and what they leave is what was counted as it came", () => {
  const to = OUTAGE.to + 3 * HOUR_MS;
  const [live, filled] = [newLive(), newLive()];
  feed(live, START, to);
  filled.replaceObjectives("orders", OBJECTIVES);
  readAgain(filled, to);
  const outcome = filled.tick(to);
  // What still burns (the tickets of a day, and of three) fires now, and at no instant of the past.
  assert.ok(outcome.began.length > 0);
  assert.ok(outcome.began.every(({ firedAt, urgency }) => firedAt === to && urgency === "ticket"));
  assert.equal(outcome.ended.length, 0);
  assert.deepEqual(filled.results("orders"), live.results("orders"));
  assert.deepEqual(
    filled.history("orders", "orders/availability").valid,
    live.history("orders", "orders/availability").valid,
  );
});

test("a new target is judged at the next tick, from the counts there are", () => {
  const lists = new MemorySlotLists();
  const live = newLive(lists);
  feed(live, START, OUTAGE.from + 20 * MINUTE_MS);
  live.retarget("orders", "orders/availability", 500_000);
  const [outcome] = feed(live, OUTAGE.from + 20 * MINUTE_MS, OUTAGE.from + 20 * MINUTE_MS + GRID_MS) as [TickOutcome];
  assert.ok(outcome.ended.some(({ objective }) => objective === "orders/availability"));
  assert.equal(live.results("orders")[0]?.targetPpm, 500_000);
  const restored = LiveObjectives.restore(live.save(), { names: namesOf(CLIENTS), lists });
  assert.equal(restored.results("orders")[0]?.targetPpm, 500_000);
});

test("nothing is left on the shelf of an API that is watched no more", () => {
  const lists = new MemorySlotLists();
  const live = newLive(lists);
  feed(live, START, START + 3 * HOUR_MS);
  live.replaceObjectives("orders", OBJECTIVES);
  readAgain(live, START + 3 * HOUR_MS);
  feed(live, START + 3 * HOUR_MS, START + 4 * HOUR_MS);
  assert.ok(lists.size > 0);
  live.removeApi("orders");
  assert.equal(lists.size, 0);
  assert.throws(() => live.results("orders"), Refusal);
});

test("what is asked of an API is told exactly: burn rates by window, clients by what is left to them", () => {
  const live = newLive();
  feed(live, START, OUTAGE.to);
  const [short] = live.burnRates("orders", "orders/availability");
  assert.deepEqual(short, { windowMs: 5 * MINUTE_MS, valid: 600, bad: 300, burnRate: 500 });
  const page = { sort: "remaining", offset: 1, limit: 5 } as const;
  const { results, total } = live.clientResults("orders", "orders/availability", page);
  assert.deepEqual([results.length, total], [1, CLIENTS]);
  const one = live.clientResults("orders", "orders/availability", {
    ...page,
    offset: 0,
    client: results[0]?.client ?? "",
  });
  assert.deepEqual(one, { results, total: 1 });
  assert.equal(live.clientResults("orders", "orders/availability", { ...page, client: "a stranger" }).total, 0);
  assert.throws(() => live.history("orders", "orders/both"), Refusal);
});

function isNews({ began, changed, ended, pages }: TickOutcome): boolean {
  return began.length + changed.length + ended.length + pages.length > 0;
}
