import assert from "node:assert/strict";
import { readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { HOUR_MS, MINUTE_MS, SECOND_MS } from "#kernel";
import { batchOf, goTo, makeOrders, postBatch } from "./batches.ts";
import { alertsOf, burning, idsOf, START, startedAt, told } from "./burning.ts";
import { assertRecounted, figuresOf } from "./recount.ts";
import { inTemporaryDirectory } from "./running-server.ts";

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
