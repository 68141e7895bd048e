import assert from "node:assert/strict";
import { readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { HOUR_MS, isoText, MINUTE_MS, SECOND_MS } from "#kernel";
import { batchOf, goTo, makeOrders, postBatch, RECORDS_IN_A_BATCH } from "./batches.ts";
import { older } from "./older-than-records.ts";
import { allRecords, assertRecounted, jsonOf } from "./recount.ts";
import { inTemporaryDirectory, type RunningServer, startServer } from "./running-server.ts";

const START = Date.UTC(2026, 2, 1, 12);
const BATCHES = 12;

/** What happens to the directory of a stopped server, and what the next one says of it on standard error. */
const FAULTS: readonly (readonly [what: string, spoil: (directory: string) => void, says: RegExp])[] = [
  ["the newest snapshot has a flipped byte", (directory) => flip(newestSnapshot(directory)), /left aside/],
  [
    "both snapshots have a flipped byte",
    (directory) => snapshotsOf(directory).forEach(flip),
    /everything that the log has is counted again/,
  ],
  ["there is no snapshot", (directory) => snapshotsOf(directory).forEach((path) => rmSync(path)), /^/],
  ["a file that the newest snapshot counts on is short", shortenCounts, /left aside/],
];

for (const [what, spoil, says] of FAULTS) {
  test(`when ${what}, the server starts, says so, and its figures are those of a recount`, async () => {
    await inTemporaryDirectory(async (directory) => {
      const now = await filled(directory);
      spoil(directory);
      const server = await startedAt(directory, now);
      assert.match(server.output(), says);
      await goTo(server, now + 10 * SECOND_MS);
      assert.equal((await allRecords(server, "orders")).length, BATCHES * RECORDS_IN_A_BATCH);
      await assertRecounted(server, "orders", START - HOUR_MS);
      assert.equal(await server.stop(), 0, server.output());
    });
  });
}

test("counts that are older than the records outlive all snapshots, and what came since their mark is counted once", async () => {
  await inTemporaryDirectory(async (root) => {
    const { server, now } = await older(root);
    assert.equal((await postBatch(server, batchOf("after-the-mark", now))).status, 200);
    await server.kill();
    const directory = join(root, "data");
    const spoils = [(path: string) => flip(path), (path: string) => rmSync(path)];
    for (const spoil of spoils) {
      snapshotsOf(directory).forEach(spoil);
      const again = await startedAt(directory, now);
      const path = `/api/v1/apis/orders/kpis?from=${isoText(START - HOUR_MS)}&to=${isoText(now + HOUR_MS)}`;
      const { requests } = await jsonOf<{ requests: number }>(again, path);
      assert.equal(requests, 4 * RECORDS_IN_A_BATCH, again.output());
      await again.kill();
    }
  });
});

test("when the log lost its last frame, the snapshots ahead of it are left aside, and figures are those of what is left", async () => {
  await inTemporaryDirectory(async (directory) => {
    const now = await filled(directory);
    const [segment] = segmentsOf(directory) as [string];
    truncateSync(segment, readFileSync(segment).length - 10);
    const server = await startedAt(directory, now);
    assert.match(server.output(), /records that were acknowledged are missing/);
    await goTo(server, now + 10 * SECOND_MS);
    assert.equal((await allRecords(server, "orders")).length, (BATCHES - 1) * RECORDS_IN_A_BATCH);
    await assertRecounted(server, "orders", START - HOUR_MS);
  });
});

test("when the whole log is gone beside its snapshots, nothing is started, with exit code 3", async () => {
  await inTemporaryDirectory(async (directory) => {
    const now = await filled(directory);
    for (const path of segmentsOf(directory)) rmSync(path);
    await assert.rejects(
      startedAt(directory, now),
      /ended with 3 before it was ready[^]*records that were acknowledged/,
    );
  });
});

test("a flipped bit in an old segment is told, costs the records of its frame only, and changes no count", async () => {
  await inTemporaryDirectory(async (directory) => {
    const now = await filled(directory);
    const server = await startedAt(directory, now + 2 * HOUR_MS);
    await postBatch(server, batchOf("new", now + 2 * HOUR_MS));
    assert.equal(await server.stop(), 0, server.output());
    flip(segmentsOf(directory)[0] as string);
    const again = await startedAt(directory, now + 3 * HOUR_MS);
    const kpis = await jsonOf<{ requests: number }>(again, "/api/v1/apis/orders/kpis");
    assert.equal(kpis.requests, (BATCHES + 1) * RECORDS_IN_A_BATCH);
    const found = await allRecords(again, "orders");
    assert(found.length < kpis.requests && found.length >= RECORDS_IN_A_BATCH, `${found.length} records`);
    assert.equal(new Set(found.map(({ requestId }) => requestId)).size, found.length);
    const { log } = await jsonOf<{ log: { damaged: number } }>(again, "/api/v1/server");
    assert(log.damaged > 0);
  });
});

/** A stopped server's directory with snapshots and records; gives where its clock stood. */
async function filled(directory: string): Promise<number> {
  const server = await startedAt(directory, START);
  await makeOrders(server);
  let now = START;
  for (let index = 0; index < BATCHES; index++) {
    const answer = await postBatch(server, batchOf(`b${index}`, now));
    assert.equal(answer.status, 200, await answer.text());
    now += 2 * MINUTE_MS;
    await goTo(server, now);
  }
  assert.equal(await server.stop(), 0, server.output());
  return now;
}

function startedAt(directory: string, now: number): Promise<RunningServer> {
  return startServer(directory, ["--test-clock", new Date(now).toISOString()]);
}

function snapshotsOf(directory: string): string[] {
  return readdirSync(directory)
    .filter((name) => name.startsWith("snapshot-"))
    .toSorted()
    .map((name) => join(directory, name));
}

function newestSnapshot(directory: string): string {
  return snapshotsOf(directory).at(-1) as string;
}

function segmentsOf(directory: string): string[] {
  return readdirSync(join(directory, "log"))
    .toSorted()
    .map((name) => join(directory, "log", name));
}

function flip(path: string): void {
  const bytes = readFileSync(path);
  const middle = bytes.length >> 1;
  bytes[middle] = (bytes[middle] as number) ^ 1;
  writeFileSync(path, bytes);
}

function shortenCounts(directory: string): void {
  const [name] = readdirSync(join(directory, "counts")).filter((one) => one.startsWith("minute-cells")) as [string];
  const path = join(directory, "counts", name);
  truncateSync(path, readFileSync(path).length - 1);
}
