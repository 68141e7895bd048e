import assert from "node:assert/strict";
import { test } from "node:test";
import type { IdentityRows } from "./model/rows.ts";
import { openTestServer } from "./server.testing.ts";

test("each change has an entry with who, what and from where; a refused one has none", async () => {
  await using server = await openTestServer();
  const { cookie, headers } = await server.setUp();
  await server.ask({ method: "POST", url: "/tokens", body: { name: "<b>ci", scopes: ["read"] }, cookie, headers });
  await server.ask({ method: "POST", url: "/tokens", body: { name: "", scopes: ["read"] }, cookie, headers });
  await server.admin("DELETE", "/tokens/tok_unknown");
  const { body } = await server.admin("GET", "/audit");
  const items = body["items"] as Record<string, unknown>[];
  const told = items.map(({ seq, actorKind, actor, action, address }) => [seq, actorKind, actor, action, address]);
  assert.deepEqual(told, [
    [3, "person", "Ana", "token.create", "127.0.0.1"],
    [2, "nobody", "", "setup.finish", "127.0.0.1"],
    [1, "program", "plimsoll", "setup.prepare", ""],
  ]);
  assert.deepEqual(items[0]?.["facts"], { name: "<b>ci", scopes: ["read"] });
  assert.equal(body["intact"], true);
});

test("an entry that was edited, and one that was taken out, show in the page that holds the place", async () => {
  await using server = await openTestServer();
  for (const name of ["a", "b", "c", "d"]) await server.admin("POST", "/tokens", { name, scopes: ["read"] });
  const intact = async () => (await server.admin("GET", "/audit")).body["intact"];
  assert.equal(await intact(), true);
  await server.state.transact((tx) =>
    tx.tables<IdentityRows>().updateTable("identity_audit").set({ actor: "Eve" }).where("seq", "=", 2).execute(),
  );
  assert.equal(await intact(), false);
  await server.state.transact((tx) =>
    tx.tables<IdentityRows>().deleteFrom("identity_audit").where("seq", "=", 2).execute(),
  );
  assert.equal(await intact(), false);
});

test("pages follow each other without a gap or a repeat, and a changed or foreign cursor is refused", async () => {
  await using server = await openTestServer();
  for (let n = 0; n < 5; n++) await server.admin("POST", "/tokens", { name: `t${n}`, scopes: ["read"] });
  const seen: unknown[] = [];
  let next: string | null = "";
  while (next !== null) {
    const { body } = await server.admin("GET", `/audit?limit=2${next === "" ? "" : `&cursor=${next}`}`);
    seen.push(...(body["items"] as { seq: number }[]).map(({ seq }) => seq));
    next = body["next"] as string | null;
    if (next !== null) {
      const changed = await server.admin("GET", `/audit?cursor=${next.slice(0, -2)}AA`);
      assert.deepEqual([changed.status, changed.body["code"]], [422, "request.cursor"]);
    }
  }
  assert.deepEqual(seen, [5, 4, 3, 2, 1]);
  for (const cursor of ["x", "____", "A".repeat(5_000), "%00", "%7B%7D"]) {
    assert.equal((await server.admin("GET", `/audit?cursor=${cursor}`)).body["code"], "request.cursor", cursor);
  }
  for (const limit of ["0", "201", "-1", "1.5", "x", "1e9"]) {
    assert.equal((await server.admin("GET", `/audit?limit=${limit}`)).status, 422, limit);
  }
});
