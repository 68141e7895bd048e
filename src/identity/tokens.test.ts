import assert from "node:assert/strict";
import { test } from "node:test";
import { openTestServer } from "./server.testing.ts";

const MINUTE_MS = 60_000;

test("a token does what its scope says, from the moment it is made until the moment it is revoked", async () => {
  await using server = await openTestServer();
  const made = await server.admin("POST", "/tokens", { name: "ci", scopes: ["read"] });
  assert.equal(made.status, 201);
  const { id, token } = made.body as { id: string; token: string };
  assert.equal((await server.ask({ method: "GET", url: "/tokens", bearer: token })).status, 403);
  assert.equal((await server.admin("DELETE", `/tokens/${id}`)).status, 204);
  const after = await server.ask({ method: "GET", url: "/tokens", bearer: token });
  assert.deepEqual([after.status, after.body["code"]], [401, "token.unknown"]);
  assert.equal((await server.admin("DELETE", `/tokens/${id}`)).status, 404);
});

test("the secret of a token is shown once and kept nowhere", async () => {
  await using server = await openTestServer();
  const { body } = await server.admin("POST", "/tokens", { name: "ci", scopes: ["read"] });
  const listed = await server.admin("GET", "/tokens");
  const audit = await server.admin("GET", "/audit");
  for (const shown of [listed.body, audit.body]) assert.ok(!JSON.stringify(shown).includes(String(body["token"])));
  const found = (listed.body["items"] as Record<string, unknown>[]).find(({ id }) => id === body["id"]);
  assert.ok(String(body["token"]).startsWith(String(found?.["prefix"])));
});

test("a token is refused from the instant on at which it expires, and none is made that has expired already", async () => {
  await using server = await openTestServer();
  const expiresAt = new Date(server.clock.at + MINUTE_MS).toISOString();
  const made = await server.admin("POST", "/tokens", { name: "ci", scopes: ["admin"], expiresAt });
  const bearer = String(made.body["token"]);
  server.clock.at += MINUTE_MS - 1;
  assert.equal((await server.ask({ method: "GET", url: "/tokens", bearer })).status, 200);
  server.clock.at += 1;
  assert.equal((await server.ask({ method: "GET", url: "/tokens", bearer })).status, 401);
  const late = await server.admin("POST", "/tokens", { name: "late", scopes: ["admin"], expiresAt });
  assert.deepEqual(
    [late.status, late.body["faults"]],
    [422, [{ pointer: "/expiresAt", detail: "must be in the future" }]],
  );
});

test("when a token was used last is known to the minute", async () => {
  await using server = await openTestServer();
  const made = await server.admin("POST", "/tokens", { name: "ci", scopes: ["records:write"] });
  const header = `Bearer ${String(made.body["token"])}`;
  const used = async () => {
    await server.identity.tidy();
    const { items } = (await server.admin("GET", "/tokens")).body as {
      items: { id: string; lastUsedAt: string | null }[];
    };
    return items.find(({ id }) => id === made.body["id"])?.lastUsedAt;
  };
  assert.equal(await used(), null);
  server.identity.admission.admitToken(header, "records:write");
  const first = new Date(server.clock.at).toISOString();
  assert.equal(await used(), first);
  server.clock.at += MINUTE_MS - 1;
  server.identity.admission.admitToken(header, "records:write");
  assert.equal(await used(), first);
  server.clock.at += 1;
  server.identity.admission.admitToken(header, "records:write");
  assert.equal(await used(), new Date(server.clock.at).toISOString());
});

test("no header, another scheme, a password, and half a token are all nobody", async () => {
  await using server = await openTestServer();
  const headers = [
    undefined,
    "",
    "Bearer",
    "Bearer ",
    "Basic YTpi",
    `Bearer ${server.adminToken.slice(0, -1)}`,
    server.adminToken,
  ];
  for (const header of headers) {
    assert.throws(
      () => server.identity.admission.admitToken(header, "records:write"),
      { kind: "unauthenticated" },
      header,
    );
    const answer = await server.ask({
      method: "GET",
      url: "/tokens",
      headers: header === undefined ? {} : { authorization: header },
    });
    assert.equal(answer.status, 401);
    assert.equal(answer.headers["www-authenticate"], 'Bearer realm="plimsoll"');
  }
});

test("a token has no session, and needs no CSRF token", async () => {
  await using server = await openTestServer();
  assert.equal((await server.admin("DELETE", "/session")).status, 401);
  assert.equal((await server.admin("POST", "/tokens", { name: "x", scopes: ["read"] })).status, 201);
});
