import assert from "node:assert/strict";
import { test } from "node:test";
import { removePerson, savePerson } from "./actions/save-person.ts";
import { openTestServer } from "./server.testing.ts";
import { everyPerson } from "./store/people.ts";
import { invited } from "./visitor.testing.ts";

test("a configuration text makes a person without a password, changes that person, and owns both", async () => {
  await using server = await openTestServer();
  await server.setUp();
  const { state } = server;
  let made = 0;
  const saving = { now: 1, nextId: (prefix: string) => `${prefix}_${++made}`, managedBy: "main" };
  const save = (given: Parameters<typeof savePerson>[1]) => state.transact((tx) => savePerson(tx, given, saving));
  const first = await save({ handle: "ben", mail: "ben@example.com", roles: ["operator"] });
  assert.deepEqual([first.before, first.after.name, first.after.password], [undefined, "ben", ""]);
  const second = await save({ handle: "ben", name: "Ben", roles: ["viewer", "viewer"] });
  assert.deepEqual(
    [second.after.name, second.after.mail, second.after.roles],
    ["Ben", "ben@example.com", '["viewer"]'],
  );
  await assert.rejects(save({ handle: "cho", mail: "BEN@example.com" }), { code: "person.mail-taken" });
  const refused = await server.admin("PUT", `/people/${second.after.id}`, { roles: ["administrator"] });
  assert.deepEqual([refused.status, refused.body["code"]], [409, "configuration.managed"]);

  const accepted = await invited(server, { mail: "ben@example.com", name: "Benny", roles: ["viewer"] });
  assert.equal((accepted.accepted.body["person"] as { name: string }).name, "Ben", "the text says the name");
  const people = await everyPerson(state.read);
  assert.deepEqual(
    people.map(({ handle, managed_by: managedBy }) => [handle, managedBy]),
    [
      ["ana", null],
      ["ben", "main"],
    ],
  );
  await state.transact((tx) => removePerson(tx, "ben"));
  assert.equal((await accepted.ask("GET", "/account")).status, 401);
  await assert.rejects(
    state.transact((tx) => removePerson(tx, "ana")),
    { code: "person.last-administrator" },
  );
});
