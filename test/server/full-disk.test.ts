import assert from "node:assert/strict";
import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { HOUR_MS, ITSELF, MINUTE_MS, SECOND_MS } from "#kernel";
import { batchOf, goTo, makeOrders, postBatch, RECORDS_IN_A_BATCH } from "./batches.ts";
import { webhookReceiver } from "../e2e/webhook-receiver.ts";
import { type SmallDisk, withSmallDisk } from "./full-disk.ts";
import { allRecords, assertRecounted, jsonOf } from "./recount.ts";
import { inTemporaryDirectory, type RunningServer, startServer } from "./running-server.ts";

const START = Date.UTC(2026, 2, 1, 12);
const MIB = 2 ** 20;
const DISK_BYTES = 48 * MIB;
const FREE_BYTES_MIN = 4 * MIB;
const LEFT_BYTES = 3 * MIB;

test("on a full disk intake answers 503, time goes on, and with room again everything does; nothing acknowledged is lost", async (context) => {
  await inTemporaryDirectory(async (directory) => {
    const couldRun = await withSmallDisk(directory, DISK_BYTES, async (disk) => {
      const settings = join(directory, "settings.yaml");
      writeFileSync(settings, "snapshotEvery: 10 seconds\nfreeSpace: 4 MiB\n");
      await fillAndGoOn(disk, settings);
    });
    if (!couldRun) context.diagnostic("not proven here: only root may mount a small disk");
  });
});

async function fillAndGoOn(disk: SmallDisk, settings: string): Promise<void> {
  const start = (now: number): Promise<RunningServer> =>
    startServer(disk.directory, ["--config", settings, "--test-clock", new Date(now).toISOString()]);
  await using receiver = await webhookReceiver();
  const told = (): string[] =>
    receiver.bodies.flatMap((body) => {
      const { type, data } = JSON.parse(body) as { type: string; data: { api: string } };
      return data.api === ITSELF ? [type] : [];
    });
  const server = await start(START);
  await makeOrders(server);
  // Wants alerts of another API: what concerns Plimsoll itself goes there all the same.
  const destination = { kind: "webhook", title: "on-call", url: receiver.url, urgencies: ["page"], apis: ["billing"] };
  await change(server, "POST /api/v1/destinations", destination);
  let now = START;
  const pass = async (ms: number): Promise<void> => {
    now += ms;
    const answer = await goTo(server, now);
    assert.equal(answer.status, 200, `${await answer.text()}\n${server.output()}`);
  };
  let acknowledged = 0;
  for (; acknowledged < 60; acknowledged++) {
    assert.equal((await postBatch(server, batchOf(`a${acknowledged}`, now))).status, 200);
    await pass(10 * SECOND_MS);
  }
  disk.fill(LEFT_BYTES);
  // The free space is looked at once a second: until then there must be some.
  while ((await postBatch(server, batchOf(`a${acknowledged}`, now))).status === 200) acknowledged++;
  disk.fill();
  await assertRefused(server, now);
  // Ticks, snapshots, an alert's end, counts of minutes that are over: none finds room.
  for (let minute = 0; minute < 12; minute++) await pass(MINUTE_MS);
  await assertRefused(server, now);
  assert.deepEqual(told(), ["alert.fired"], "somebody is woken although the disk is full");
  assert(
    (await alertsOf(server, "?api=orders")).some(({ api }) => api === ITSELF),
    "it concerns each API",
  );
  // Enough for records, too little for the reserve: what waited in memory is written all the same.
  disk.makeRoom();
  disk.fill(FREE_BYTES_MIN + MIB);
  await untilTaken(server, now);
  const before = newestSnapshot(disk);
  await pass(20 * SECOND_MS);
  assert.notEqual(newestSnapshot(disk), before);
  assert(!readdirSync(disk.directory).includes("reserve"));
  assert.equal((await fetch(`${server.url}/readyz`)).status, 200);
  disk.makeRoom();
  await pass(30 * SECOND_MS);
  for (let minute = 0; minute < 3; minute++) await pass(MINUTE_MS);
  assert.deepEqual(told(), ["alert.fired", "alert.resolved"]);
  assert(readdirSync(disk.directory).includes("reserve"), "for the next time");
  assert.equal((await allRecords(server, "orders")).length, (acknowledged + 1) * RECORDS_IN_A_BATCH);
  await assertRecounted(server, "orders", START - HOUR_MS);
  assert(readdirSync(disk.directory).some((name) => name.startsWith("snapshot-")));
  const alerts = await alertsOf(server);
  assert(alerts.length > 0);
  await server.kill();
  const again = await start(now);
  assert.deepEqual(await alertsOf(again), alerts);
  await assertRecounted(again, "orders", START - HOUR_MS);
  assert.equal(await again.stop(), 0, again.output());
}

/** Refused with what a sender needs to know. */
async function assertRefused(server: RunningServer, now: number): Promise<void> {
  const answer = await postBatch(server, batchOf("refused", now));
  assert.equal(answer.status, 503);
  assert.equal(answer.headers.get("retry-after"), "5");
  assert.match(await answer.text(), /log\.disk-full/);
}

async function untilTaken(server: RunningServer, now: number): Promise<void> {
  const until = performance.now() + 10_000;
  for (;;) {
    const { status } = await postBatch(server, batchOf("after", now));
    if (status === 200) return;
    assert(status === 503 && performance.now() < until, `${status}: there is room again`);
  }
}

async function alertsOf(server: RunningServer, filter = ""): Promise<readonly Record<string, unknown>[]> {
  const { items } = await jsonOf<{ items: Record<string, unknown>[] }>(server, `/api/v1/alerts${filter}`);
  return items.map(({ id, api, firedAt, endedAt }) => ({ id, api, firedAt, endedAt }));
}

async function change(server: RunningServer, what: string, body: object): Promise<void> {
  const [method, path] = what.split(" ") as [string, string];
  const headers = { "content-type": "application/json" };
  const answer = await server.call(path, { method, body: JSON.stringify(body), headers });
  assert(answer.ok, await answer.text());
}

function newestSnapshot({ directory }: SmallDisk): string | undefined {
  return readdirSync(directory)
    .filter((name) => name.startsWith("snapshot-"))
    .toSorted()
    .at(-1);
}
