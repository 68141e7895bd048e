import assert from "node:assert/strict";
import { once } from "node:events";
import {
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, beforeEach, test } from "node:test";
import { askServer } from "./ask-server.ts";
import { accessFile, forgetAccess, keepAccess, readAccess } from "./kept-access.ts";

const folder = mkdtempSync(join(tmpdir(), "plimsoll-kept-"));
const before = process.env["XDG_CONFIG_HOME"];
process.env["XDG_CONFIG_HOME"] = folder;
after(() => {
  if (before === undefined) delete process.env["XDG_CONFIG_HOME"];
  else process.env["XDG_CONFIG_HOME"] = before;
  rmSync(folder, { recursive: true });
});
beforeEach(() => rmSync(dirname(accessFile()), { recursive: true, force: true }));

const ACCESS = { server: "https://plimsoll.example", token: "plm_secret" };

test("what is kept is written through no link that lies in its place, and is its owner's only", () => {
  const other = join(folder, "other");
  writeFileSync(other, "mine", { mode: 0o644 });
  mkdirSync(dirname(accessFile()));
  for (const place of [accessFile(), `${accessFile()}.${process.pid}`]) symlinkSync(other, place);
  keepAccess(ACCESS);
  assert.equal(readFileSync(other, "utf8"), "mine");
  const kept = lstatSync(accessFile());
  assert.deepEqual([kept.isFile(), kept.mode & 0o777], [true, 0o600]);
  assert.deepEqual(readdirSync(dirname(accessFile())), ["login.json"]);
  assert.deepEqual(readAccess(), ACCESS);
});

test("where nothing can be written a sentence says so, and no token is left behind", () => {
  mkdirSync(accessFile(), { recursive: true });
  assert.throws(() => keepAccess(ACCESS), { code: "login.unwritable" });
  assert.deepEqual(readdirSync(dirname(accessFile())), ["login.json"]);
  assert.throws(() => forgetAccess(), { code: "login.unwritable" });
});

test("a server that sends on to another does not hand the token over", async () => {
  const shown: (string | undefined)[] = [];
  const other = createServer((request, response) => {
    shown.push(request.headers.authorization);
    response.end("{}");
  }).listen(0, "127.0.0.1");
  await once(other, "listening");
  const at = (server: typeof other): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const first = createServer((_request, response) => {
    response.writeHead(307, { location: `${at(other)}/taken` }).end();
  }).listen(0, "127.0.0.1");
  await once(first, "listening");
  keepAccess({ server: at(first), token: "plm_secret" });
  await askServer({}, { path: "/caller" });
  assert.deepEqual(shown, [undefined]);
  for (const server of [first, other]) {
    server.closeAllConnections();
    server.close();
  }
});

test("an address with a password in it is refused without telling it", async () => {
  const asked = askServer({ server: "https://ana:hidden@plimsoll.example", token: "x" }, { path: "/caller" });
  await assert.rejects(asked, (error: Error & { code?: string }) => {
    assert.ok(!error.message.includes("hidden"));
    return error.code === "server.address-with-login";
  });
});
