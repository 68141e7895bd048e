import assert from "node:assert/strict";
import { test } from "node:test";
import { openTestServer } from "./server.testing.ts";

test("a token does what its scope says, from the moment it is made until the moment it is revoked", async () => {
  await using server = await openTestServer();
  const made = await server.admin("POST", "/tokens", { name: "ci", scopes: ["read"] });
  assert.equal(made.status, 201);
  const { id, token } = made.body as { id: string; token: string };
  assert.equal((await server.ask({ method: "GET", url: "/tokens", bearer: token })).status, 403);
  assert.equal((await server.admin("DELETE", `/tokens/${id}`)).status, 204);
  const after = await server.ask({ method: "GET", url: "/tokens", bearer: token });
  assert.deepEqual([after.status, after.body["code"]], [401, "token.unknown"]);
});
