import assert from "node:assert/strict";
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { HOUR_MS, wallClockMs } from "#kernel";
import { batchOf, makeOrders, postBatch, RECORDS_IN_A_BATCH } from "./batches.ts";
import { allRecords, assertRecounted } from "./recount.ts";
import { inTemporaryDirectory, type RunningServer, startServer } from "./running-server.ts";

const SHIM = new URL("failing-datasync.ts", import.meta.url).href;
const KEYS = ["a", "b", "c"];

test("when the disk fails to synchronise, nothing more is acknowledged, even if it seems well again, until a restart; all that was acknowledged is there, once", async () => {
  await inTemporaryDirectory(async (directory) => {
    const now = wallClockMs();
    const data = join(directory, "data");
    const sign = join(directory, "fails");
    const server = await startServer(data, [], { NODE_OPTIONS: `--import ${SHIM}`, FSYNC_FAILS_WHILE: sign });
    await makeOrders(server);
    for (const key of KEYS) assert.equal((await postBatch(server, batchOf(key, now))).status, 200);
    writeFileSync(sign, "");
    await assertRefused(server, now);
    rmSync(sign);
    await assertRefused(server, now);
    assert.match(server.output(), /EIO/);
    await server.kill();
    const again = await startServer(data);
    for (const key of [...KEYS, "refused"]) assert.equal((await postBatch(again, batchOf(key, now))).status, 200);
    assert.equal((await allRecords(again, "orders")).length, (KEYS.length + 1) * RECORDS_IN_A_BATCH);
    await assertRecounted(again, "orders", now - HOUR_MS);
    assert.equal(await again.stop(), 0, again.output());
  });
});

async function assertRefused(server: RunningServer, now: number): Promise<void> {
  const answer = await postBatch(server, batchOf("refused", now));
  assert.equal(answer.status, 503);
  assert.match(await answer.text(), /log\.broken/);
}
