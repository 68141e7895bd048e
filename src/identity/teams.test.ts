import assert from "node:assert/strict";
import { test } from "node:test";
import { removeTeam, saveTeam } from "./actions/save-team.ts";
import { openTestServer } from "./server.testing.ts";
import { everyTeam } from "./store/teams.ts";
import { invited } from "./visitor.testing.ts";

test("a team has a title and people by their handles; who is not there is refused, all at once", async () => {
  await using server = await openTestServer();
  await server.setUp();
  await invited(server, { mail: "bob@example.com", name: "Bob", roles: ["viewer"] });
  const made = await server.admin("PUT", "/teams/orders", { title: "Orders", people: ["bob", "ana", "bob"] });
  const people = [
    { handle: "ana", name: "Ana" },
    { handle: "bob", name: "Bob" },
  ];
  assert.deepEqual([made.status, made.body["people"], made.body["revision"]], [200, people, 1]);
  const refused = await server.admin("PUT", "/teams/orders", { people: ["ana", "cho", "dan"] });
  assert.deepEqual(
    (refused.body["faults"] as { pointer: string }[]).map(({ pointer }) => pointer),
    ["/people/1", "/people/2"],
  );
  const renamed = await server.admin("PUT", "/teams/orders", { title: "All orders" });
  assert.deepEqual([renamed.body["title"], renamed.body["people"]], ["All orders", people]);
  for (const name of ["Orders", "a/b", "../x", "x".repeat(64)]) {
    assert.notEqual((await server.admin("PUT", `/teams/${encodeURIComponent(name)}`, {})).status, 200);
  }
  assert.equal((await server.admin("DELETE", "/teams/orders")).status, 204);
  assert.equal((await server.admin("GET", "/teams/orders")).status, 404);
});

test("a team that a configuration text owns is changed there; teams are paged", async () => {
  await using server = await openTestServer();
  await server.setUp();
  const { state } = server;
  const saving = { now: 1, managedBy: "main" };
  for (const team of ["a", "b", "c"]) await state.transact((tx) => saveTeam(tx, { team, people: ["ana"] }, saving));
  const refused = [await server.admin("PUT", "/teams/a", { people: [] }), await server.admin("DELETE", "/teams/a")];
  for (const { body } of refused) assert.equal(body["code"], "configuration.managed");
  const first = await server.admin("GET", "/teams?limit=2");
  const next = await server.admin("GET", `/teams?limit=2&cursor=${String(first.body["next"])}`);
  assert.deepEqual(
    (next.body["items"] as { team: string }[]).map(({ team }) => team),
    ["c"],
  );
  const removed = await state.transact((tx) => removeTeam(tx, "a"));
  assert.deepEqual([removed?.managed_by, (await everyTeam(state.read)).length], ["main", 2]);
});
