import assert from "node:assert/strict";
import { test } from "node:test";
import {
  grantsOfPerson,
  grantsOfScopes,
  type Grants,
  type Permission,
  reachOf,
  ROLES,
  SCOPES,
} from "../../src/identity/model/permissions.ts";
import { type Credential, json, type MatrixOperation, newPerson, operationsOf, tried } from "./permission-matrix.ts";
import { sharedServer } from "./shared-server.ts";

/** Those whose effect would end the test's own sessions. */
const ENDS_SESSIONS = new Set(["session.end", "account.end-sessions", "account.end-other-sessions"]);
const NOT_PERMITTED = new Set(["person.not-permitted", "token.not-permitted"]);
const NOBODY: Credential = { headers: {} };

interface Caller {
  readonly name: string;
  readonly by: Credential;
  readonly grants: Grants;
}

const callers: Caller[] = [];
const server = sharedServer([], async (one) => {
  for (const role of ROLES) {
    const by = await newPerson(one, role, { path: "/invitations", body: { roles: [role] } });
    callers.push({ name: role, by, grants: grantsOfPerson([role], []) });
  }
  for (const scope of SCOPES) {
    const { token } = await json<{ token: string }>(one, "/tokens", { name: scope, scopes: [scope] });
    callers.push({ name: `token ${scope}`, by: bearer(token), grants: grantsOfScopes([scope]) });
  }
  callers.push({ name: "nobody", by: NOBODY, grants: grantsOfPerson([], []) });
});

test("every operation lets in exactly those whose role or scope permits it: the whole matrix, none missing", async () => {
  const operations = await operationsOf(server());
  let cells = 0;
  for (const operation of operations) {
    for (const { name, by, grants } of callers) {
      // A token is somebody, but has no session and no account.
      if (operation.may === "signed-in" && name.startsWith("token")) continue;
      if (ENDS_SESSIONS.has(operation.name) && by !== NOBODY) continue;
      const { status, code } = await tried(server(), operation, { by, names: {} });
      const place = `${operation.method} ${operation.path} (${operation.may}) as ${name}: ${status} ${code}`;
      assert.ok(status !== 500, place);
      assert.equal(isLetIn(status, code), mayPass(operation, by, grants), place);
      cells++;
    }
  }
  assert.ok(operations.length > 60, `${operations.length} operations`);
  process.stdout.write(`matrix: ${operations.length} operations × ${callers.length} callers, ${cells} tried\n`);
});

function isLetIn(status: number, code: string): boolean {
  return !(status === 401 || NOT_PERMITTED.has(code));
}

function mayPass({ may }: MatrixOperation, by: Credential, grants: Grants): boolean {
  if (may === "public") return true;
  if (may === "signed-in") return by !== NOBODY;
  return reachOf(grants, may as Permission) === "all";
}

function bearer(token: string): Credential {
  return { headers: { authorization: `Bearer ${token}` } };
}
