import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { appendFileSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { HOUR_MS, isoText, MINUTE_MS } from "#kernel";
import { goTo, RECORDS_IN_A_BATCH } from "./batches.ts";
import { burning, idsOf, START, startedAt, told } from "./burning.ts";
import { older } from "./older-than-records.ts";
import { jsonOf } from "./recount.ts";
import { inTemporaryDirectory, type RunningServer, startServer } from "./running-server.ts";

const PLIMSOLL = fileURLToPath(new URL("../../bin/plimsoll", import.meta.url));
const WRITER_PAUSE_MS = 5;
const LOOKS_MAX = 4_000;

test("a backup taken while records come in is restored elsewhere: people, APIs, audit, and every record that was acknowledged before it", async () => {
  await inTemporaryDirectory(async (root) => {
    const server = await startServer(join(root, "data"));
    await createApi(server, "orders");
    const before = await postRecords(server, 500);
    const done = new AbortController();
    const writer = (async () => {
      let posted = 0;
      for (; !done.signal.aborted; posted += await postRecords(server, 20)) await pause(WRITER_PAUSE_MS);
      return posted;
    })();
    const folder = verb(["backup", "--server", server.url, "--token", server.adminToken]).trim();
    done.abort();
    const after = await writer;
    await createApi(server, "later");
    const restored = join(root, "restored");
    assert.match(verb(["restore", folder, "--data", restored]), /is back in/);
    const other = await startServer(restored);
    assert.deepEqual(await names(other), ["orders"]);
    const kept = await requestsOf(other);
    assert(kept >= before && kept <= before + after, `${kept} of ${before} before it and ${after} meanwhile`);
    const actions = await auditedBy(other);
    assert(actions.includes("api.put"));
    assert.equal(await other.stop(), 0);
    assert.equal(await server.stop(), 0);
    assert.throws(() => verb(["restore", folder, "--data", restored]), /is not empty/);
    renameSync(join(folder, "log"), join(root, "log"));
    assert.throws(() => verb(["restore", folder, "--data", join(root, "third")]), /no whole backup: it lacks log/);
    rmSync(join(folder, "backup.json"));
    assert.throws(() => verb(["restore", folder, "--data", join(root, "third")]), /no whole backup/);
  });
});

test("a restored server says what the one before said, and the same alerts go on", async () => {
  await inTemporaryDirectory(async (root) => {
    const { server, now } = await burning(join(root, "data"));
    const before = await told(server);
    const other = await restoredAt(root, server, now);
    assert.deepEqual(await told(other), before);
    await goTo(other, now + MINUTE_MS);
    assert.deepEqual(idsOf(await told(other)), idsOf(before));
    await other.stop();
    await server.stop();
  });
});

test("counts that are older than the records are in a backup", async () => {
  await inTemporaryDirectory(async (root) => {
    const { server, now } = await older(root);
    const other = await restoredAt(root, server, now);
    for (const one of [server, other]) assert.equal(await requestsOf(one, START - HOUR_MS), 3 * RECORDS_IN_A_BATCH);
    await other.stop();
    await server.stop();
  });
});

test("a server that is restored from either of two backups made at once goes on in a followed log, and counts no line again", async () => {
  await inTemporaryDirectory(async (root) => {
    const log = join(root, "orders.json");
    writeFileSync(log, lines(300));
    const server = await startServer(join(root, "data"));
    const body = JSON.stringify({ records: "log", logs: [{ path: log, format: "ndjson" }] });
    const headers = { "content-type": "application/json" };
    await server.call("/api/v1/apis/orders", { method: "PUT", headers, body });
    await untilRequests(server, 300);
    appendFileSync(log, lines(60_000));
    const first = createBackup(server);
    await pause(10);
    const folders = await Promise.all([first, createBackup(server)]);
    await untilRequests(server, 60_300);
    assert.equal(await server.stop(), 0, server.output());
    renameSync(log, `${log}.1`);
    writeFileSync(log, lines(7));
    for (const folder of folders) {
      const data = join(root, `restored-${folders.indexOf(folder)}`);
      verb(["restore", folder, "--data", data]);
      const other = await startServer(data);
      await untilRequests(other, 60_307);
      const { items } = await jsonOf<{ items: readonly { lines: number; lostFiles: number }[] }>(
        other,
        "/api/v1/sources/logs",
      );
      assert.deepEqual([items[0]?.lines, items[0]?.lostFiles], [60_307, 0]);
      assert.equal(await other.stop(), 0, other.output());
    }
  });
});

test("a backup that fails leaves nothing behind", async () => {
  await inTemporaryDirectory(async (root) => {
    const config = join(root, "plimsoll.yaml");
    const server = await startServer(join(root, "data"));
    await server.stop();
    // More than any disk has: a backup would leave too little.
    writeFileSync(config, "freeSpace: 900000 TB\n");
    const full = await startServer(join(root, "data"), ["--config", config]);
    assert.throws(() => verb(["backup", "--server", full.url, "--token", full.adminToken]), /must stay free beside it/);
    assert.deepEqual(readdirSync(join(root, "data", "backups")), []);
    await full.stop();
  });
});

/** A server on a backup of another one, made and restored now (epoch ms). */
async function restoredAt(root: string, server: RunningServer, now: number): Promise<RunningServer> {
  const folder = verb(["backup", "--server", server.url, "--token", server.adminToken]).trim();
  verb(["restore", folder, "--data", join(root, "restored")]);
  return startedAt(join(root, "restored"), now);
}

function verb(args: readonly string[]): string {
  return execFileSync(process.execPath, [PLIMSOLL, ...args], { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
}

async function createApi(server: RunningServer, api: string): Promise<void> {
  const headers = { "content-type": "application/json" };
  assert.equal((await server.call(`/api/v1/apis/${api}`, { method: "PUT", body: "{}", headers })).status, 200);
}

/** Gives its folder. */
async function createBackup(server: RunningServer): Promise<string> {
  const headers = { "content-type": "application/json" };
  const answer = await server.call("/api/v1/backups", { method: "POST", headers, body: "{}" });
  const text = await answer.text();
  assert.equal(answer.status, 201, text);
  return (JSON.parse(text) as { folder: string }).folder;
}

function lines(count: number): string {
  const at = new Date().toISOString();
  const line = JSON.stringify({ at, api: "orders", method: "GET", path: "/orders", status: 200, client: "acme" });
  return `${line}\n`.repeat(count);
}

/** Waits for so many requests; more than them never go away again. */
async function untilRequests(server: RunningServer, count: number): Promise<void> {
  for (let look = 0; look < LOOKS_MAX && (await requestsOf(server)) < count; look++) await pause(WRITER_PAUSE_MS);
  assert.equal(await requestsOf(server), count);
}

async function postRecords(server: RunningServer, count: number): Promise<number> {
  assert.equal((await server.post(lines(count))).status, 200);
  return count;
}

async function names(server: RunningServer): Promise<string[]> {
  const { items } = (await (await server.call("/api/v1/apis")).json()) as { items: { api: string }[] };
  return items.map(({ api }) => api);
}

/** Requests of the last hour, or since an instant (epoch ms). */
async function requestsOf(server: RunningServer, from?: number): Promise<number> {
  const range = from === undefined ? "" : `?from=${isoText(from)}`;
  return (await jsonOf<{ requests: number }>(server, `/api/v1/apis/orders/kpis${range}`)).requests;
}

async function auditedBy(server: RunningServer): Promise<string[]> {
  const { items } = (await (await server.call("/api/v1/audit?limit=200")).json()) as { items: { action: string }[] };
  return items.map(({ action }) => action);
}
