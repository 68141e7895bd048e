import assert from "node:assert/strict";
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { HOUR_MS, isoText, SECOND_MS } from "#kernel";
import { batchOf, goTo, makeOrders, postBatch, RECORDS_IN_A_BATCH } from "./batches.ts";
import { allRecords, assertRecounted } from "./recount.ts";
import { inTemporaryDirectory, type RunningServer, startServer } from "./running-server.ts";

const SHIM = new URL("failing-datasync.ts", import.meta.url).href;
const NOW = Date.UTC(2026, 2, 1, 12);
const CLOCK = ["--test-clock", isoText(NOW)];
const KEYS = ["a", "b", "c"];

test("when the disk fails to synchronise, nothing more is acknowledged, even if it seems well again, until a restart; all that was acknowledged is there, once", async () => {
  await inTemporaryDirectory(async (directory) => {
    const data = join(directory, "data");
    const sign = join(directory, "fails");
    const server = await startServer(data, CLOCK, { NODE_OPTIONS: `--import ${SHIM}`, FSYNC_FAILS_WHILE: sign });
    await makeOrders(server);
    for (const key of KEYS) assert.equal((await postBatch(server, batchOf(key, NOW))).status, 200);
    writeFileSync(sign, "");
    await assertRefused(server);
    rmSync(sign);
    await assertRefused(server);
    assert.match(server.output(), /EIO/);
    await server.kill();
    const again = await startServer(data, CLOCK);
    for (const key of [...KEYS, "refused"]) assert.equal((await postBatch(again, batchOf(key, NOW))).status, 200);
    assert.equal((await allRecords(again, "orders")).length, (KEYS.length + 1) * RECORDS_IN_A_BATCH);
    assert.equal((await goTo(again, NOW + 20 * SECOND_MS)).status, 200);
    await assertRecounted(again, "orders", NOW - HOUR_MS);
    assert.equal(await again.stop(), 0, again.output());
  });
});

async function assertRefused(server: RunningServer): Promise<void> {
  const answer = await postBatch(server, batchOf("refused", NOW));
  assert.equal(answer.status, 503);
  assert.match(await answer.text(), /log\.broken/);
}
