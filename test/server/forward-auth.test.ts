import assert from "node:assert/strict";
import { test } from "node:test";
import { ask, authUrl, gate, type GatedClient, sending, until } from "./gated-server.ts";
import { sharedServer } from "./shared-server.ts";

const AT = "https://api.example.com/orders";
let acme: GatedClient;

const server = sharedServer([], async (running) => {
  acme = await gate(running, { at: AT, plan: { quota: "1000/month", rateLimit: "1000/s" } });
});

test("who may pass is told with an empty body, and with all headers of identity, also those that are empty", async () => {
  const { status, headers, body } = await ask(server(), `${AT}/17?full=1`, { "x-api-key": acme.key });
  assert.deepEqual([status, body], [200, ""]);
  assert.deepEqual(
    ["client", "organisation", "plan", "api", "version", "environment", "status"].map((name) =>
      headers.get(`x-plimsoll-${name}`),
    ),
    ["acme-shop", "acme", "gold", "orders", "", "production", "200"],
  );
  assert.match(headers.get("ratelimit") ?? "", /^"rate";r=\d+;t=1, "quota";r=\d+;t=\d+$/);
});

test("who may not is told why, with the true status, or the one that nginx understands", async () => {
  const { status, headers, body } = await ask(server(), AT, {});
  assert.equal(status, 401);
  assert.equal(headers.get("x-plimsoll-client"), "");
  assert.equal((JSON.parse(body) as { code: string }).code, "key.missing");
  const elsewhere = await fetch(`${authUrl(server())}/auth/nginx`, {
    headers: { "x-original-method": "GET", "x-original-uri": "/nowhere", "x-original-host": "api.example.com" },
  });
  assert.deepEqual([elsewhere.status, elsewhere.headers.get("x-plimsoll-status")], [403, "404"]);
});

test("Envoy asks with the original path behind a prefix", async () => {
  const at = `${authUrl(server())}/auth/envoy/orders/17`;
  const answer = await fetch(at, { headers: { "x-api-key": acme.key } });
  assert.equal(((await answer.json()) as { code: string }).code, "api.unknown", "the host is the one that Envoy sends");
});

test("a proxy that does not say which request it asks about gets no yes", async () => {
  const answer = await fetch(`${authUrl(server())}/auth`, { headers: { "x-api-key": acme.key } });
  assert.equal(answer.status, 500);
});

test("a head that is too large, and a key among thousands of letters, are refused and nothing else happens", async () => {
  const huge = await fetch(`${authUrl(server())}/auth`, { headers: { "x-api-key": "x".repeat(40_000) } });
  assert.equal(huge.status, 431);
  const long = await ask(server(), AT, { "x-api-key": `${acme.key}${"x".repeat(9_000)}` });
  assert.equal(long.status, 401);
});

test("a revoked key, and a token that was made with it, are refused from the next request on; so is who is suspended, within a moment", async () => {
  const send = sending(server());
  const { id, key } = await send<{ id: string; key: string }>("POST", "/clients/acme-shop/keys", {});
  const form = new URLSearchParams({ grant_type: "client_credentials", client_id: "acme-shop", client_secret: key });
  const given = await fetch(`${authUrl(server())}/oauth2/token`, { method: "POST", body: form });
  const { access_token: token } = (await given.json()) as { access_token: string };
  const headers = { authorization: `Bearer ${token}` };
  assert.equal((await ask(server(), AT, headers)).status, 200);
  await send("DELETE", `/clients/acme-shop/keys/${id}?reason=lost`);
  assert.equal((await ask(server(), AT, headers)).status, 401);
  assert.equal((await ask(server(), AT, { "x-api-key": key })).status, 401);
  const suspension = `/subscriptions/${acme.subscription}/suspension`;
  await send("PUT", suspension, { reason: "unpaid" });
  await until(async () => (await ask(server(), AT, { "x-api-key": acme.key })).status === 403);
  await send("DELETE", suspension);
  await until(async () => (await ask(server(), AT, { "x-api-key": acme.key })).status === 200);
});

test("a gateway of its own pulls all of it with a token for that, without a secret of a key, and again only when it changed", async () => {
  const send = sending(server());
  const { token: secret } = await send<{ token: string }>("POST", "/tokens", {
    name: "gateway 1",
    scopes: ["gateway"],
  });
  const pull = (headers: Record<string, string>): Promise<Response> =>
    fetch(`${server().url}/api/v1/gateway/snapshot`, { headers: { authorization: `Bearer ${secret}`, ...headers } });
  const first = await pull({});
  const text = await first.text();
  const tag = first.headers.get("etag") ?? "";
  const { apis, keys, subscriptions } = JSON.parse(text) as Record<string, { api?: string; id: string }[]>;
  assert.equal(apis?.[0]?.api, "orders");
  assert.ok(keys?.some(({ id }) => id === acme.keyId));
  assert.ok(subscriptions?.some(({ id }) => id === acme.subscription));
  assert.ok(!text.includes(acme.key.split("_")[3] ?? ""));
  assert.equal((await pull({ "if-none-match": tag })).status, 304);
  await send("PUT", "/plans/gold", { access: "automatic", quota: "2000/month" });
  await until(async () => (await pull({ "if-none-match": tag })).status === 200);
  const use = await fetch(`${server().url}/api/v1/gateway/quota-use`, {
    headers: { authorization: `Bearer ${secret}` },
  });
  assert.deepEqual(
    ((await use.json()) as { items: { id: string }[] }).items.map(({ id }) => id),
    [acme.subscription],
  );
  for (const stranger of [server().intakeToken, "nobody"]) {
    assert.equal((await pull({ authorization: `Bearer ${stranger}` })).status, 401);
  }
  assert.equal(
    (await fetch(`${server().url}/api/v1/tokens`, { headers: { authorization: `Bearer ${secret}` } })).status,
    403,
  );
});
