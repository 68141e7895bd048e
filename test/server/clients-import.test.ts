import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import { jsonOf } from "./recount.ts";
import { sharedServer } from "./shared-server.ts";

const PLIMSOLL = fileURLToPath(new URL("../../bin/plimsoll", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "plimsoll-import-"));
after(() => rmSync(folder, { recursive: true }));
const server = sharedServer([], () => Promise.resolve());
const FILE = join(folder, "partners.csv");

test("a file of partners is tried, refused with every fault, and taken, by the verb of the terminal", async () => {
  writeFileSync(FILE, "client,organisation\nshop,acme\nA B,acme\n");
  const refused = await imported(FILE);
  assert.equal(refused.code, 2);
  assert.match(refused.said, /Nothing of the file was taken, because it has a fault\.\nline 3, col 1: client takes/);
  writeFileSync(FILE, "client,organisation\nshop,acme\ntill,acme\n");
  assert.match((await imported(FILE, "--dry-run")).told, /^2 clients would be registered, 0 changed/);
  assert.equal((await jsonOf<{ total: number }>(server(), "/api/v1/clients")).total, 0);
  assert.match((await imported(FILE)).told, /^2 clients registered/);
  assert.match((await imported(FILE)).told, /^0 clients registered, 0 changed, 2 as they were/);
  const document = JSON.parse((await imported(FILE, "--json")).told) as { keys: object };
  assert.deepEqual(document.keys, { created: 0, unchanged: 0 });
});

test("a file that is too large, no text in UTF-8, or not there, is not sent", async () => {
  writeFileSync(FILE, "");
  truncateSync(FILE, 50_000_001);
  assert.match((await imported(FILE)).said, /50,000,001 bytes/);
  writeFileSync(FILE, Buffer.from("client,organisation,title\nshop,acme,Käse\n", "latin1"));
  assert.match((await imported(FILE)).said, /is not text in UTF-8, so nothing was sent/);
  assert.notEqual((await imported(join(folder, "none.csv"))).code, 0);
});

async function imported(...args: readonly string[]): Promise<{ code: number; told: string; said: string }> {
  const { url, adminToken } = server();
  const env = { ...process.env, PLIMSOLL_SERVER: url, PLIMSOLL_TOKEN: adminToken };
  return new Promise((resolve) => {
    execFile(process.execPath, [PLIMSOLL, "clients", "import", ...args], { env }, (error, told, said) => {
      resolve({ code: Number(error?.code ?? 0), told, said });
    });
  });
}
