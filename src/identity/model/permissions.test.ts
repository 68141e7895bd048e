import assert from "node:assert/strict";
import { test } from "node:test";
import { grantsOfPerson, grantsOfScopes, PERMISSIONS, reachOf, ROLES } from "./permissions.ts";

test("an administrator may everything, an auditor reads everything and changes nothing, a viewer sees no secrets' names", () => {
  const reach = (role: (typeof ROLES)[number]) =>
    PERMISSIONS.filter((each) => reachOf(grantsOfPerson([role], []), each) === "all");
  assert.deepEqual(reach("administrator"), PERMISSIONS);
  assert.deepEqual(
    reach("auditor"),
    PERMISSIONS.filter((each) => each.endsWith(":read")),
  );
  const hidden = new Set(["token:read", "audit:read", "person:read", "configuration:read"]);
  assert.deepEqual(
    reach("viewer"),
    PERMISSIONS.filter((each) => each.endsWith(":read") && !hidden.has(each)),
  );
});

test("only an administrator hands out rights: people, teams, tokens", () => {
  for (const role of ROLES) {
    for (const permission of ["person:write", "team:write", "token:write", "backup:write"] as const) {
      const reach = reachOf(grantsOfPerson([role], []), permission);
      assert.equal(reach, role === "administrator" ? "all" : undefined, `${role} ${permission}`);
    }
  }
});

test("a developer reaches what is the organisation's own; with a role beside it, the wider reach counts", () => {
  assert.equal(reachOf(grantsOfPerson([], ["acme"]), "client:write"), "own");
  assert.equal(reachOf(grantsOfPerson([], ["acme"]), "subscription:write"), undefined);
  assert.equal(reachOf(grantsOfPerson([], []), "client:read"), undefined);
  assert.equal(reachOf(grantsOfPerson(["viewer"], ["acme"]), "client:read"), "all");
  assert.equal(reachOf(grantsOfPerson(["viewer"], ["acme"]), "client:write"), "own");
});

test("a token may what any of its scopes does, and is nobody's developer", () => {
  const grants = grantsOfScopes(["records:write", "read"]);
  assert.equal(reachOf(grants, "records:write"), "all");
  assert.equal(reachOf(grants, "traffic:read"), "all");
  assert.equal(reachOf(grants, "client:write"), undefined);
  assert.equal(reachOf(grantsOfScopes([]), "api:read"), undefined);
});
