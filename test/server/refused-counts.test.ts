import assert from "node:assert/strict";
import { readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { HOUR_MS, isoText, MINUTE_MS, SECOND_MS } from "#kernel";
import { batchOf, goTo, makeOrders, postBatch } from "./batches.ts";
import { assertRecounted } from "./recount.ts";
import { inTemporaryDirectory, type RunningServer, startServer } from "./running-server.ts";

const SHIM = new URL("refusing-counts.ts", import.meta.url).href;
const START = Date.UTC(2026, 2, 1, 12);
const BATCHES = 12;

test("a start goes on while the disk refuses the counts, says so, and counts all; with room again they are written", async () => {
  await inTemporaryDirectory(async (directory) => {
    const data = join(directory, "data");
    const sign = join(directory, "fails");
    const now = await filled(data);
    // Without snapshots and marks everything is counted again, and what is over is written on the way.
    for (const name of readdirSync(data)) if (/^(?:snapshot|counts)-/.test(name)) rmSync(join(data, name));
    writeFileSync(sign, "");
    const server = await startedAt(data, now, { NODE_OPTIONS: `--import ${SHIM}`, COUNTS_FAIL_WHILE: sign });
    assert.match(server.output(), /Counts cannot be written to .*ENOSPC/);
    assert.equal(bytesOfCounts(data), 0);
    await assertRecounted(server, "orders", START - HOUR_MS);
    rmSync(sign);
    assert.equal((await goTo(server, now + 10 * SECOND_MS)).status, 200);
    assert(bytesOfCounts(data) > 0);
    await assertRecounted(server, "orders", START - HOUR_MS);
    assert.equal(await server.stop(), 0, server.output());
  });
});

/** A stopped server's directory with records of half an hour; gives where its clock stood. */
async function filled(directory: string): Promise<number> {
  const server = await startedAt(directory, START);
  await makeOrders(server);
  let now = START;
  for (let index = 0; index < BATCHES; index++) {
    assert.equal((await postBatch(server, batchOf(`b${index}`, now))).status, 200);
    now += 2 * MINUTE_MS + 30 * SECOND_MS;
    await goTo(server, now);
  }
  assert(bytesOfCounts(directory) > 0);
  assert.equal(await server.stop(), 0, server.output());
  return now;
}

function startedAt(directory: string, now: number, env: Readonly<Record<string, string>> = {}): Promise<RunningServer> {
  return startServer(directory, ["--test-clock", isoText(now)], env);
}

function bytesOfCounts(directory: string): number {
  const folder = join(directory, "counts");
  const files = readdirSync(folder).filter((name) => name.endsWith(".counts"));
  return files.reduce((sum, name) => sum + statSync(join(folder, name)).size, 0);
}
