import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import { json } from "./permission-matrix.ts";
import { sharedServer } from "./shared-server.ts";

const PLIMSOLL = fileURLToPath(new URL("../../bin/plimsoll", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "plimsoll-login-"));
after(() => rmSync(folder, { recursive: true }));
const server = sharedServer([], () => Promise.resolve());
const FILE = join(folder, "plimsoll", "login.json");

test("a token from standard input is checked, told and kept for its owner only; verbs use it, and not for another server", async () => {
  const nobody = await run(["export"]);
  assert.equal(nobody.code, 2);
  assert.match(nobody.said, /no token for http:\/\/localhost:4747, so nothing was asked\. Log in with/);
  const { token } = await json<{ token: string }>(server(), "/tokens", { name: "ci", scopes: ["configuration:write"] });
  const kept = await run(["login", "--server", server().url], { input: `${token}\n` });
  assert.equal(kept.code, 0, kept.said);
  assert.match(kept.told, /with the token "ci"\. It may: .*configuration:write/);
  assert.ok(!`${kept.told}${kept.said}`.includes(token));
  assert.equal(statSync(FILE).mode & 0o777, 0o600);
  assert.deepEqual(JSON.parse(readFileSync(FILE, "utf8")), { server: server().url, token });
  assert.equal((await run(["export"])).code, 0);
  const elsewhere = await run(["export", "--server", "http://127.0.0.1:9"]);
  assert.match(elsewhere.said, /There is no token for http:\/\/127\.0\.0\.1:9/);
});

test("a flag goes before the environment, and both before what is kept", async () => {
  await run(["login", "--server", server().url], { input: server().adminToken });
  const wrong = { PLIMSOLL_TOKEN: "plm_wrong" };
  assert.match((await run(["export"], { env: wrong })).said, /token is not known here/);
  assert.equal((await run(["export", "--token", server().adminToken], { env: wrong })).code, 0);
  const away = { PLIMSOLL_SERVER: "http://127.0.0.1:9", PLIMSOLL_TOKEN: server().adminToken };
  assert.equal((await run(["export"], { env: away })).code, 3);
  assert.equal((await run(["export", "--server", server().url], { env: away })).code, 0);
});

test("what the server does not know is not kept, and what was kept stays; logging out forgets it", async () => {
  await run(["login", "--server", server().url], { input: server().adminToken });
  const before = readFileSync(FILE, "utf8");
  for (const input of ["plm_wrong\n", "\n", "x".repeat(5_000)]) {
    assert.equal((await run(["login", "--server", server().url], { input })).code, 2);
    assert.equal(readFileSync(FILE, "utf8"), before);
  }
  assert.equal((await run(["login", "--server", "localhost"], { input: "x" })).code, 2);
  assert.match((await run(["logout"])).told, /^Logged out\./);
  assert.equal(existsSync(FILE), false);
  assert.match((await run(["logout"])).told, /^Nobody was logged in/);
  writeFileSync(FILE, "{");
  assert.match((await run(["export"])).said, /is not what `plimsoll login` writes/);
});

function run(
  args: readonly string[],
  { input = "", env = {} }: { input?: string; env?: Readonly<Record<string, string>> } = {},
): Promise<{ code: number; told: string; said: string }> {
  const { PLIMSOLL_SERVER: _server, PLIMSOLL_TOKEN: _token, ...inherited } = process.env;
  const own = { ...inherited, XDG_CONFIG_HOME: folder, ...env };
  return new Promise((resolve) => {
    const child = execFile(process.execPath, [PLIMSOLL, ...args], { env: own }, (error, told, said) => {
      resolve({ code: Number(error?.code ?? 0), told, said });
    });
    child.stdin?.end(input);
  });
}
