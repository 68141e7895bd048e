import assert from "node:assert/strict";
import { readFileSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { ANA, browserOf, openTestServer, PASSWORD } from "./server.testing.ts";
import { savePerson } from "./actions/save-person.ts";

const PLACE = { publicUrl: "http://localhost:4747" };

test("the set-up link makes the administrator once, and signs in", async () => {
  await using server = await openTestServer();
  const url = await server.identity.prepareSetUp({ ...PLACE, directory: server.directory });
  const token = new URL(url ?? "").searchParams.get("token");
  const body = { token, name: " Ana ", password: PASSWORD };
  const done = await server.ask({ method: "POST", url: "/setup", body });
  assert.equal(done.status, 200);
  const session = await server.ask({ method: "GET", url: "/session", cookie: browserOf(done).cookie });
  assert.deepEqual(session.body, { person: ANA, csrf: done.body["csrf"], serverVersion: "1.0.0" });
  const again = await server.ask({ method: "POST", url: "/setup", body: { ...body, name: "Eve" } });
  assert.deepEqual([again.status, again.body["code"]], [409, "setup.done"]);
  const moved = { publicUrl: "https://p.example", directory: server.directory };
  assert.equal(await server.identity.prepareSetUp(moved), undefined);
  const file = readFileSync(join(server.directory, "bootstrap.json"), "utf8");
  assert.equal((JSON.parse(file) as { url: string }).url, moved.publicUrl, "scripts go where the server is");
});

test("of two that use the link at once, one becomes the administrator", async () => {
  await using server = await openTestServer();
  const url = await server.identity.prepareSetUp({ ...PLACE, directory: server.directory });
  const token = new URL(url ?? "").searchParams.get("token");
  const answers = await Promise.all(
    ["Ana", "Eve"].map((name) =>
      server.ask({ method: "POST", url: "/setup", body: { token, name, password: PASSWORD } }),
    ),
  );
  assert.deepEqual(new Set(answers.map(({ status }) => status)), new Set([200, 409]));
});

test("another link, an empty one, and one with a weak password set nothing up", async () => {
  await using server = await openTestServer();
  const url = await server.identity.prepareSetUp({ ...PLACE, directory: server.directory });
  const token = new URL(url ?? "").searchParams.get("token");
  const post = async (body: object) => (await server.ask({ method: "POST", url: "/setup", body })).status;
  assert.equal(await post({ token: `${token}x`, name: "Eve", password: PASSWORD }), 403);
  assert.equal(await post({ token: "", name: "Eve", password: PASSWORD }), 403);
  assert.equal(await post({ token, name: "Eve", password: "short" }), 422);
  assert.equal(await post({ token, name: "E\u202eve", password: PASSWORD }), 422);
  assert.equal(await post({ token, name: "Eve", password: PASSWORD, scopes: ["admin"] }), 422);
  assert.equal(await post({ token, name: "Ana", password: PASSWORD }), 200);
});

test("bootstrap.json is for its owner only, its tokens work, and it stays the same until somebody has set up", async () => {
  await using server = await openTestServer();
  const first = await server.identity.prepareSetUp({ ...PLACE, directory: server.directory });
  const file = join(server.directory, "bootstrap.json");
  assert.equal(statSync(file).mode & 0o777, 0o600);
  const { url, setupUrl, adminToken, intakeToken } = JSON.parse(readFileSync(file, "utf8")) as Record<string, string>;
  assert.deepEqual([url, setupUrl], ["http://localhost:4747", first]);
  assert.equal((await server.ask({ method: "GET", url: "/tokens", bearer: adminToken ?? "" })).status, 200);
  assert.equal(
    server.identity.admission.admitToken(`Bearer ${intakeToken}`, "records:write").name,
    "intake (bootstrap.json)",
  );
  assert.throws(() => server.identity.admission.admitToken(`Bearer ${intakeToken}`, "metrics:read"), {
    kind: "forbidden",
  });
  assert.equal(await server.identity.prepareSetUp({ ...PLACE, directory: server.directory }), first);
  const moved = await server.identity.prepareSetUp({ publicUrl: "https://p.example", directory: server.directory });
  assert.equal(moved, first?.replace("http://localhost:4747", "https://p.example"));
});

test("when bootstrap.json is lost before the set-up, the next start makes another link and the old one is dead", async () => {
  await using server = await openTestServer();
  const first = await server.identity.prepareSetUp({ ...PLACE, directory: server.directory });
  rmSync(join(server.directory, "bootstrap.json"));
  const second = await server.identity.prepareSetUp({ ...PLACE, directory: server.directory });
  const tokens = [first, second].map((url) => new URL(url ?? "").searchParams.get("token"));
  const post = (token: unknown) =>
    server.ask({ method: "POST", url: "/setup", body: { token, name: "Ana", password: PASSWORD } });
  assert.equal((await post(tokens[0])).status, 403);
  assert.equal((await post(tokens[1])).status, 200);
});

test("people whom a text brought before do not lock the first administrator out, nor take the name to sign in with", async () => {
  await using server = await openTestServer();
  const saving = { now: server.clock.now(), nextId: () => "per_text", managedBy: "main" };
  await server.state.transact((tx) => savePerson(tx, { handle: "ana", name: "Ana", roles: ["administrator"] }, saving));
  const url = await server.identity.prepareSetUp({ ...PLACE, directory: server.directory });
  const token = new URL(url ?? "").searchParams.get("token");
  const set = (body: object) =>
    server.ask({ method: "POST", url: "/setup", body: { token, password: PASSWORD, ...body } });
  const taken = await set({ name: "ana" });
  assert.deepEqual([taken.status, taken.body["code"]], [409, "setup.name-taken"]);
  assert.equal((await set({ name: "Ana", mail: "ana@example.com" })).status, 200);
  const body = { name: "ana@example.com", password: PASSWORD };
  assert.equal((await server.ask({ method: "POST", url: "/session", body })).status, 200);
  assert.equal((await set({ name: "Eve" })).body["code"], "setup.done");
});
