import assert from "node:assert/strict";
import { test } from "node:test";
import { verifyAudit } from "./actions/verify-audit.ts";
import type { IdentityRows } from "./model/rows.ts";
import { openTestServer, PASSWORD } from "./server.testing.ts";

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

test("whatever is done to an account, by its owner or by others, is found under the handle of its person", async () => {
  await using server = await openTestServer();
  const { cookie, headers } = await server.setUp();
  const own = { cookie, headers };
  await server.ask({ method: "PUT", url: "/account", body: { name: "Anna" }, ...own });
  await server.ask({ method: "POST", url: "/session", body: { name: "anna", password: PASSWORD } });
  await server.ask({ method: "POST", url: "/account/second-factor", body: { password: PASSWORD }, ...own });
  await server.ask({ method: "DELETE", url: "/account/sessions", ...own });
  const people = (await server.admin("GET", "/people")).body["items"] as { id: string; handle: string }[];
  const { body: reset } = await server.admin("POST", `/people/${people[0]?.id}/password-reset`);
  const token = new URL(String(reset["link"])).searchParams.get("token");
  const password = "a password of twelve";
  await server.ask({ method: "POST", url: "/password-resets/finish", body: { token, password } });
  const { body } = await server.admin("GET", "/audit?subject=person:ana");
  assert.deepEqual(
    (body["items"] as { action: string }[]).map(({ action }) => action),
    [
      "password-reset.finish",
      "person.reset-password",
      "account.end-other-sessions",
      "second-factor.enrol",
      "session.start",
      "account.put",
      "setup.finish",
    ],
  );
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

test("entries are narrowed by who, what, of what and when; a narrowed page is intact too", async () => {
  await using server = await openTestServer();
  for (const name of ["a", "b"]) await server.admin("POST", "/tokens", { name, scopes: ["read"] });
  await server.admin("PUT", "/teams/orders", {});
  const count = async (query: string) => {
    const { body } = await server.admin("GET", `/audit?${query}`);
    return [(body["items"] as unknown[]).length, body["intact"]];
  };
  assert.deepEqual(await count("subject=team:orders"), [1, true]);
  assert.deepEqual(await count("action=token.create"), [2, true]);
  assert.deepEqual(await count("action=token."), [2, true]);
  assert.deepEqual(await count("actor=admin&action=team.put"), [1, true]);
  assert.deepEqual(await count("actor=nobody"), [0, true]);
  assert.deepEqual(await count("to=2020-01-01T00:00:00Z"), [0, true]);
  assert.deepEqual(await count("from=2020-01-01T00:00:00Z"), [3, true]);
});

test("an export verifies, in one piece or in pages; an entry changed, taken out, added or moved is found at its place", async () => {
  await using server = await openTestServer();
  for (const name of ["a", "=b", "c", "d"]) await server.admin("POST", "/tokens", { name, scopes: ["read"] });
  const page = async (query: string) =>
    (
      await server.app.inject({
        url: `/api/v1/audit/export.ndjson?${query}`,
        headers: { authorization: `Bearer ${server.adminToken}` },
      })
    ).body;
  const whole = await page("");
  const lines = whole.trim().split("\n");
  const { items } = (await server.admin("GET", "/audit?limit=1")).body as { items: { hash: string }[] };
  assert.deepEqual(await verifyAudit(lines), { kind: "whole", first: 1, last: 4, hash: items[0]?.hash });
  const pages = (await page("limit=3")) + (await page("after=3&limit=3"));
  assert.equal(pages, whole);
  assert.deepEqual((await verifyAudit(lines.slice(2))).kind, "whole");
  const [one = "", two = "", three = "", four = ""] = lines;
  const tampered: [string, readonly string[], number][] = [
    ["changed", [one, two.replace('"=b"', '"b"'), three, four], 2],
    ["taken out", [one, three, four], 3],
    ["moved", [one, three, two, four], 3],
    ["twice", [one, two, two, three], 2],
    ["another first", [one.replace(/"previous":"0/, '"previous":"1'), two], 1],
    ["another hash", [one.replace(/"hash":"./, '"hash":"g'), two], 1],
  ];
  for (const [what, given, seq] of tampered) {
    const verdict = await verifyAudit(given);
    assert.deepEqual([verdict.kind, "seq" in verdict && verdict.seq], ["broken", seq], what);
  }
});

test("an export for spreadsheets holds no formula", async () => {
  await using server = await openTestServer();
  await server.admin("POST", "/tokens", { name: "a", scopes: ["read"] });
  const { body, headers } = await server.app.inject({
    url: "/api/v1/audit/export.csv",
    headers: { authorization: `Bearer ${server.adminToken}` },
  });
  assert.match(String(headers["content-type"]), /^text\/csv/);
  assert.match(body, /^seq,at,actorKind,actor,action,subject,facts,address,hash\r\n1,2027-/);
});
