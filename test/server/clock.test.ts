import assert from "node:assert/strict";
import { test } from "node:test";
import { HOUR_MS, MINUTE_MS, SECOND_MS } from "#kernel";
import { batchOf, goTo, makeOrders, postBatch, RECORDS_IN_A_BATCH } from "./batches.ts";
import { assertRecounted, jsonOf } from "./recount.ts";
import { inTemporaryDirectory, type RunningServer, startServer } from "./running-server.ts";

const START = Date.UTC(2026, 2, 1, 12);

test("a jump of two hours forward does all that was due on the way, as if time had passed; one back is refused and changes nothing", async () => {
  const jumped = await alertsAfter(2 * HOUR_MS);
  assert(jumped.length > 0, "such failures fire");
  assert.deepEqual(jumped, await alertsAfter(MINUTE_MS));
});

/** What fires and ended after 20 minutes of failures and two hours of silence, through which the clock goes in such steps. */
async function alertsAfter(stepMs: number): Promise<readonly object[]> {
  let alerts: readonly object[] = [];
  await inTemporaryDirectory(async (directory) => {
    const server = await startServer(directory, ["--test-clock", new Date(START).toISOString()]);
    await makeOrders(server);
    let now = START;
    for (let minute = 0; minute < 20; minute++) {
      await kept(server, now, RECORDS_IN_A_BATCH);
      now += MINUTE_MS;
      assert.equal((await goTo(server, now)).status, 200);
    }
    assert.equal((await goTo(server, now - 2 * HOUR_MS)).status, 409);
    assert.equal(await evaluatedAt(server), now);
    const until = now + 2 * HOUR_MS;
    while (now < until) assert.equal((await goTo(server, (now += stepMs))).status, 200);
    assert.equal(await evaluatedAt(server), now);
    alerts = await alertsOf(server);
    // Records of before the jump are late and count; of three minutes ahead they are not believed.
    await kept(server, now, RECORDS_IN_A_BATCH);
    await kept(server, now - 2 * HOUR_MS, RECORDS_IN_A_BATCH);
    await kept(server, now + 3 * MINUTE_MS, 0);
    assert.equal((await goTo(server, now + 20 * SECOND_MS)).status, 200);
    await assertRecounted(server, "orders", START - HOUR_MS);
  });
  return alerts;
}

let batches = 0;

async function kept(server: RunningServer, at: number, expected: number): Promise<void> {
  const answer = await postBatch(server, batchOf(`b${batches++}`, at));
  const told = (await answer.json()) as { kept: number; dropped: Record<string, number> };
  assert.equal(told.kept, expected);
  assert.deepEqual(told.dropped, expected === 0 ? { future: RECORDS_IN_A_BATCH } : {});
}

async function evaluatedAt(server: RunningServer): Promise<number> {
  return Date.parse((await jsonOf<{ evaluatedAt: string }>(server, "/api/v1/server")).evaluatedAt);
}

async function alertsOf(server: RunningServer): Promise<readonly object[]> {
  const { items } = await jsonOf<{ items: Record<string, unknown>[] }>(server, "/api/v1/alerts?limit=100");
  // Each server gives its own ids, of which the addresses are made.
  return items.map((alert) => ({ ...alert, id: "", url: "" }));
}
