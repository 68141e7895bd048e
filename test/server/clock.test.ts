import assert from "node:assert/strict";
import { test } from "node:test";
import { HOUR_MS, MINUTE_MS, SECOND_MS } from "#kernel";
import { batchOf, goTo, makeOrders, postBatch, RECORDS_IN_A_BATCH } from "./batches.ts";
import { assertRecounted, jsonOf } from "./recount.ts";
import { inTemporaryDirectory, type RunningServer, startServer } from "./running-server.ts";

const START = Date.UTC(2026, 2, 1, 12);

test("a jump of two hours forward does all that was due on the way; one back is refused and changes nothing", async () => {
  await inTemporaryDirectory(async (directory) => {
    const server = await startServer(directory, ["--test-clock", new Date(START).toISOString()]);
    await makeOrders(server);
    let now = START;
    for (let minute = 0; minute < 20; minute++) {
      await kept(server, now, RECORDS_IN_A_BATCH);
      now += MINUTE_MS;
      assert.equal((await goTo(server, now)).status, 200);
    }
    const fired = await alertsOf(server);
    assert(fired.length > 0 && fired.some(({ endedAt }) => endedAt === null), "such failures fire");
    assert.equal((await goTo(server, now - 2 * HOUR_MS)).status, 409);
    assert.equal(await evaluatedAt(server), now);
    now += 2 * HOUR_MS;
    assert.equal((await goTo(server, now)).status, 200);
    assert.equal(await evaluatedAt(server), now);
    // The pages ended when their short windows had run empty, and not only when somebody looked.
    const pages = (await alertsOf(server)).filter(({ urgency }) => urgency === "page");
    assert(pages.length > 0);
    for (const { endedAt } of pages) assert(endedAt !== null && Date.parse(endedAt) < now - HOUR_MS, `${endedAt}`);
    // Records of before the jump are late and count; of three minutes ahead they are not believed.
    await kept(server, now, RECORDS_IN_A_BATCH);
    await kept(server, now - 2 * HOUR_MS, RECORDS_IN_A_BATCH);
    await kept(server, now + 3 * MINUTE_MS, 0);
    assert.equal((await goTo(server, now + 20 * SECOND_MS)).status, 200);
    await assertRecounted(server, "orders", START - HOUR_MS);
  });
});

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

async function alertsOf(server: RunningServer): Promise<{ urgency: string; endedAt: string | null }[]> {
  return (await jsonOf<{ items: { urgency: string; endedAt: string | null }[] }>(server, "/api/v1/alerts?limit=100"))
    .items;
}
