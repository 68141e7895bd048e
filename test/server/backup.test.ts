import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { inTemporaryDirectory, type RunningServer, startServer } from "./running-server.ts";

const PLIMSOLL = fileURLToPath(new URL("../../bin/plimsoll", import.meta.url));
const WRITER_PAUSE_MS = 5;

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
    rmSync(join(folder, "backup.json"));
    assert.throws(() => verb(["restore", folder, "--data", join(root, "third")]), /no whole backup/);
  });
});

function verb(args: readonly string[]): string {
  return execFileSync(process.execPath, [PLIMSOLL, ...args], { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
}

async function createApi(server: RunningServer, api: string): Promise<void> {
  const headers = { "content-type": "application/json" };
  assert.equal((await server.call(`/api/v1/apis/${api}`, { method: "PUT", body: "{}", headers })).status, 200);
}

async function postRecords(server: RunningServer, count: number): Promise<number> {
  const at = new Date().toISOString();
  const line = JSON.stringify({ at, api: "orders", method: "GET", path: "/orders", status: 200, client: "acme" });
  assert.equal((await server.post(`${line}\n`.repeat(count))).status, 200);
  return count;
}

async function names(server: RunningServer): Promise<string[]> {
  const { items } = (await (await server.call("/api/v1/apis")).json()) as { items: { api: string }[] };
  return items.map(({ api }) => api);
}

async function requestsOf(server: RunningServer): Promise<number> {
  return ((await (await server.call("/api/v1/apis/orders/kpis")).json()) as { requests: number }).requests;
}

async function auditedBy(server: RunningServer): Promise<string[]> {
  const { items } = (await (await server.call("/api/v1/audit?limit=200")).json()) as { items: { action: string }[] };
  return items.map(({ action }) => action);
}
