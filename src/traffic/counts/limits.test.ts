import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { test } from "node:test";
import { DAY_MS, HOUR_MS, MINUTE_MS, OTHER } from "#kernel";
import { PRODUCTION } from "#intake";
import { Dictionaries, RecordColumns } from "#records";
import type { KpiQuery } from "../model/kpis.ts";
import { END, withDirectory } from "./counted.testing.ts";
import { TrafficCounts } from "./traffic-counts.ts";

const MINUTE = END - 10 * MINUTE_MS;
const asked: KpiQuery = { api: "orders", from: END - HOUR_MS, to: END };

function namesFor(clients: number, operations: number): Dictionaries {
  const names = new Dictionaries();
  names.apis.idOf("orders");
  names.environments.idOf(PRODUCTION);
  for (let id = 0; id < clients; id++) names.clients.idOf(`client-${id}`);
  for (let id = 0; id < operations; id++) names.operations.idOf(`GET /r${id}`);
  return names;
}

/** One record for each pair, all in one minute, each of 10 ms. */
function recordsOf(pairs: readonly (readonly [client: number, operation: number])[], at = MINUTE): RecordColumns {
  const columns = new RecordColumns(pairs.length);
  for (const [client, operation] of pairs) {
    const row = columns.length++;
    columns.at[row] = at;
    columns.client[row] = client;
    columns.operation[row] = operation;
    columns.status[row] = 200;
    columns.durationUs[row] = 10_000;
  }
  return columns;
}

test("beyond 1,000 groups the rest is one group with the exact sum, and its names are counted", async () => {
  await withDirectory(async (directory) => {
    const counts = TrafficCounts.open({ directory, names: namesFor(1_200, 1), clock: { now: () => END } });
    const all = Array.from({ length: 1_200 }, (_, id) => [id, 0] as const);
    counts.count(recordsOf([...all, ...all.slice(0, 1_000)]));
    counts.tick(END);
    const { groups, groupsSummedUp, requests } = await counts.kpis({ ...asked, groupBy: "client" });
    assert.deepEqual(
      [groups.length, groupsSummedUp, groups.at(-1)?.key, groups.at(-1)?.requests],
      [1_001, 200, OTHER, 200],
    );
    assert.equal(
      groups.reduce((sum, group) => sum + group.requests, 0),
      requests,
    );
    assert(groups.every(({ latencyMs }) => Math.abs((latencyMs?.p50 ?? 0) - 10) < 0.1));
  });
});

test("a minute with more kinds of requests than there is room for folds the smaller dimensions, keeps every client exact, and tells", async () => {
  await withDirectory(async (directory) => {
    const [clients, operations] = [300, 200];
    const counts = TrafficCounts.open({ directory, names: namesFor(clients, operations), clock: { now: () => END } });
    const pairs = Array.from(
      { length: clients * operations },
      (_, id) => [id % clients, Math.floor(id / clients)] as const,
    );
    counts.count(recordsOf(pairs));
    for (let turn = 0; turn < 5; turn++) counts.tick(END);
    assert.equal(counts.sizes().folded, clients * operations - 50_000);
    const byClient = await counts.kpis({ ...asked, groupBy: "client" });
    assert.deepEqual([...new Set(byClient.groups.map(({ requests }) => requests))], [operations]);
    const byOperation = await counts.kpis({ ...asked, groupBy: "operation" });
    assert.equal(byOperation.groups.find(({ key }) => key === OTHER)?.requests, clients * operations - 50_000);
    assert.equal(
      byOperation.groups.reduce((sum, { requests }) => sum + requests, 0),
      clients * operations,
    );
  });
});

test("while a minute that is too large for one tick is written, and after a crash in the middle, figures are the same", async () => {
  await withDirectory(async (directory) => {
    const [names, clock] = [namesFor(300, 150), { now: () => END }];
    const pairs = Array.from({ length: 45_000 }, (_, id) => [id % 300, Math.floor(id / 300)] as const);
    let counts = TrafficCounts.open({ directory, names, clock });
    counts.count(recordsOf(pairs));
    // Sorts what came so far, so that what comes later must be merged with it.
    const first = await counts.kpis({ ...asked, groupBy: "client" });
    counts.count(recordsOf(pairs.filter(([client]) => client % 3 === 0)));
    const whole = await counts.kpis({ ...asked, groupBy: "client" });
    assert.deepEqual([first.requests, whole.requests], [45_000, 60_000]);
    for (let turn = 0; turn < 6; turn++) {
      counts.tick(END);
      assert.deepEqual(await counts.kpis({ ...asked, groupBy: "client" }), whole);
      const { openRows } = counts.sizes();
      counts = TrafficCounts.open({ directory, names, clock, state: await counts.save() });
      assert(turn > 0 || openRows > 20_000);
      assert.deepEqual(await counts.kpis({ ...asked, groupBy: "client" }), whole);
    }
  });
});

test("what is saved is that of its moment, though it is merged and written before it is on disk", async () => {
  await withDirectory(async (directory) => {
    const [names, clock] = [namesFor(300, 150), { now: () => END }];
    const pairs = Array.from({ length: 45_000 }, (_, id) => [id % 300, Math.floor(id / 300)] as const);
    const records = recordsOf(pairs);
    for (let row = 0; row < records.length; row++) records.durationUs[row] = 10_000 + row * 100;
    const counts = TrafficCounts.open({ directory, names, clock });
    counts.count(records);
    const whole = await counts.kpis({ ...asked, groupBy: "client" });
    const saving = counts.save();
    counts.count(records);
    for (let turn = 0; turn < 3; turn++) counts.tick(END);
    const state = await saving;
    assert.equal((await counts.kpis(asked)).requests, 90_000);
    const again = TrafficCounts.open({ directory, names, clock, state });
    assert.deepEqual(await again.kpis({ ...asked, groupBy: "client" }), whole);
  });
});

test("more kinds of requests than are numbered at once, in one minute, are all counted for their clients", async () => {
  await withDirectory(async (directory) => {
    const [clients, operations, page] = [600, 900, 6_000];
    const counts = TrafficCounts.open({ directory, names: namesFor(clients, operations), clock: { now: () => END } });
    for (let turn = 0; turn < 2; turn++) {
      for (let first = 0; first < clients * operations; first += page) {
        const ids = Array.from({ length: page }, (_, place) => first + place);
        counts.count(recordsOf(ids.map((id) => [id % clients, Math.floor(id / clients)] as const)));
      }
    }
    const { groups } = await counts.kpis({ ...asked, groupBy: "client" });
    assert.deepEqual([groups.length, new Set(groups.map(({ requests }) => requests))], [clients, new Set([1_800])]);
    for (const { latencyMs } of groups) assert(Math.abs((latencyMs?.p99 ?? 0) - 10) < 0.1);
  });
});

test("what is older than 13 months goes, durations by the minute after two days; hours still know percentiles", async () => {
  await withDirectory(async (directory) => {
    const now = { value: END };
    const counts = TrafficCounts.open({ directory, names: namesFor(1, 1), clock: { now: () => now.value } });
    counts.count(recordsOf([[0, 0]]));
    now.value = END + 4 * DAY_MS;
    counts.tick(now.value);
    assert.deepEqual(
      readdirSync(directory).filter((file) => file.startsWith("minute-durations")),
      [],
    );
    const later = await counts.kpis(asked);
    assert.deepEqual([later.requests, later.latencyRange.from < later.from], [1, true]);
    assert(Math.abs((later.latencyMs?.p99 ?? 0) - 10) < 0.1);
    now.value = END + (403 + 256) * DAY_MS;
    counts.tick(now.value);
    assert.deepEqual(readdirSync(directory), []);
    assert.equal((await counts.kpis(asked)).requests, 0);
  });
});

test("a range that is empty or too long, and a step that is too short or none, are refused with the limit", async () => {
  await withDirectory(async (directory) => {
    const counts = TrafficCounts.open({ directory, names: namesFor(1, 1), clock: { now: () => END } });
    for (const [wrong, code] of [
      [{ from: END }, /kpis\.range:/],
      [{ from: END - 500 * DAY_MS }, /kpis\.range-too-long/],
      [{ stepMs: 90_500 }, /kpis\.step/],
      [{ from: END - 30 * DAY_MS, stepMs: MINUTE_MS }, /kpis\.too-many-points/],
    ] as const) {
      await assert.rejects(counts.kpis({ ...asked, ...wrong }), code);
    }
  });
});
