import assert from "node:assert/strict";
import { readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { HOUR_MS, MINUTE_MS, SECOND_MS } from "#kernel";
import { batchOf, goTo, makeOrders, postBatch } from "./batches.ts";
import { assertRecounted, figuresOf, jsonOf } from "./recount.ts";
import { inTemporaryDirectory, type RunningServer, startServer } from "./running-server.ts";

const START = Date.UTC(2026, 2, 1, 12);

test("after a stop and a start, objectives, KPIs and alerts are what they were", async () => {
  await inTemporaryDirectory(async (directory) => {
    const { server, now } = await burning(directory);
    const before = await told(server);
    assert.equal(await server.stop(), 0, server.output());
    const again = await startedAt(directory, now);
    assert.deepEqual(await told(again), before);
    await goTo(again, now + MINUTE_MS);
    assert.deepEqual(idsOf(await told(again)), idsOf(before));
  });
});

test("after a kill -9, objectives, KPIs and alerts are what they were, and the same alerts go on", async () => {
  await inTemporaryDirectory(async (directory) => {
    const { server, now } = await burning(directory);
    const before = await told(server);
    await server.kill();
    const again = await startedAt(directory, now);
    assert.deepEqual(await told(again), before);
    await goTo(again, now + MINUTE_MS);
    assert.deepEqual(idsOf(await told(again)), idsOf(before));
  });
});

test("an alert that began after the last record goes on after a kill -9", async () => {
  await inTemporaryDirectory(async (directory) => {
    const server = await startedAt(directory, START);
    await makeOrders(server);
    let now = START;
    for (let step = 0; (await alertsOf(server)).length === 0; step++) {
      assert(step < 60, "such failures fire");
      await postBatch(server, batchOf(`b${step}`, now));
      now += 10 * SECOND_MS;
      await goTo(server, now);
    }
    const before = await alertsOf(server);
    await server.kill();
    const again = await startedAt(directory, now);
    assert.deepEqual(await alertsOf(again), before);
    await goTo(again, now + 10 * SECOND_MS);
    assert.deepEqual(idsOf({ alerts: await alertsOf(again) }), idsOf({ alerts: before }));
  });
});

test("counted again from the log alone, counts and budgets are what they were", async () => {
  await inTemporaryDirectory(async (directory) => {
    const { server, now } = await burning(directory);
    const before = await figuresOf(server, "orders", START - HOUR_MS);
    assert.equal(await server.stop(), 0, server.output());
    for (const name of readdirSync(directory)) if (name.startsWith("snapshot-")) rmSync(join(directory, name));
    const again = await startedAt(directory, now);
    await goTo(again, now + 10 * SECOND_MS);
    assert.deepEqual(await figuresOf(again, "orders", START - HOUR_MS), before);
    await assertRecounted(again, "orders", START - HOUR_MS);
  });
});

function startedAt(directory: string, now: number): Promise<RunningServer> {
  return startServer(directory, ["--test-clock", new Date(now).toISOString()]);
}

/** A server with half an hour of traffic in which one in ten fails: alerts fire. Snapshots were taken on the way. */
async function burning(directory: string): Promise<{ server: RunningServer; now: number }> {
  const server = await startedAt(directory, START);
  await makeOrders(server);
  let now = START;
  for (let minute = 0; minute < 20; minute++) {
    const answer = await postBatch(server, batchOf(`m${minute}`, now));
    assert.equal(answer.status, 200, await answer.text());
    now += MINUTE_MS;
    await goTo(server, now);
  }
  return { server, now };
}

interface Told {
  readonly objectives: object;
  readonly clients: object;
  readonly kpis: object;
  readonly alerts: readonly AlertTold[];
}

interface AlertTold {
  readonly id: string;
  readonly firedAt: string;
  readonly endedAt: string | null;
  readonly url: string;
}

async function told(server: RunningServer): Promise<Told> {
  const base = "/api/v1/apis/orders";
  const alerts = await alertsOf(server);
  assert(alerts.length > 0, "such failures fire");
  return {
    objectives: await jsonOf(server, `${base}/objectives/availability`),
    clients: await jsonOf(server, `${base}/objectives/availability/clients?sort=client&limit=100`),
    kpis: await jsonOf(server, `${base}/kpis?groupBy=client&step=1m`),
    alerts,
  };
}

/** Each start listens on a port of its own: addresses are compared without it. */
async function alertsOf(server: RunningServer): Promise<readonly AlertTold[]> {
  const { items } = await jsonOf<{ items: AlertTold[] }>(server, "/api/v1/alerts?limit=100");
  return items.map((alert) => ({ ...alert, url: new URL(alert.url).pathname }));
}

function idsOf({ alerts }: { alerts: readonly AlertTold[] }): string[] {
  return alerts.map(({ id, firedAt, endedAt }) => `${id} ${firedAt} ${endedAt ?? "fires"}`);
}
