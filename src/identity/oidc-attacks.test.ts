import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:http";
import { type AddressInfo, createServer as createTcp } from "node:net";
import { test } from "node:test";
import type { OidcSettings } from "./actions/oidc-provider.ts";
import { begin, BOB, enter, finish, keptBy, nameOf, opened, sessionOf } from "./entry.testing.ts";
import { openPostbox } from "./postbox.testing.ts";
import { browserOf, openTestServer, PASSWORD } from "./server.testing.ts";
import { tokenOf, visitorOf } from "./visitor.testing.ts";

const MINUTE_MS = 60_000;

test("a sign-in is used once, in the browser that began it, within ten minutes", async () => {
  await using house = await opened();
  const { server, provider } = house;
  const over = async (query: string, cookie: string) => {
    const answer = await finish(server, query, cookie);
    assert.deepEqual([answer.status, answer.body["code"]], [403, "oidc.nothing-under-way"]);
  };
  const first = await begin(server);
  const query = await provider.signIn(first.url, "b-1");
  await over(query, "");
  await over(query, "plimsoll-signin=invented");
  const done = await finish(server, query, first.cookie);
  assert.equal(nameOf(done), "Bob");
  assert.match(keptBy(done), /^plimsoll-signin=$/);
  await over(query, first.cookie);
  const late = await begin(server);
  const lateQuery = await provider.signIn(late.url, "b-1");
  server.clock.at += 10 * MINUTE_MS;
  await over(lateQuery, late.cookie);
});

test("another state, another nonce, a code that was used, one of another sign-in, and a refusal of the provider sign nobody in", async () => {
  await using house = await opened();
  const { server, provider } = house;
  const told = async (query: string, cookie: string) => {
    const answer = await finish(server, query, cookie);
    assert.equal(answer.status, 403);
    assert.match(keptBy(answer), /^plimsoll-signin=$/, "it is over");
    return answer.body["code"];
  };
  const [one, two] = [await begin(server), await begin(server)];
  const query = await provider.signIn(one.url, "b-1");
  assert.equal(await told(query, two.cookie), "oidc.not-verified", "the state of another");
  const three = await begin(server);
  const withState = (of: string) => {
    const params = new URLSearchParams(query);
    params.set("state", new URL(of).searchParams.get("state") ?? "");
    return params.toString();
  };
  assert.equal(await told(withState(three.url), three.cookie), "oidc.code-refused", "the code of another");
  const four = await begin(server);
  const used = await provider.signIn(four.url, "b-1");
  assert.equal(nameOf(await finish(server, used, four.cookie)), "Bob");
  const five = await begin(server);
  const params = new URLSearchParams(used);
  params.set("state", new URL(five.url).searchParams.get("state") ?? "");
  assert.equal(await told(params.toString(), five.cookie), "oidc.code-refused", "a replay");
  const six = await begin(server);
  const otherNonce = new URL(six.url);
  otherNonce.searchParams.set("nonce", "chosen-by-somebody-else");
  assert.equal(await told(await provider.signIn(otherNonce.href, "b-1"), six.cookie), "oidc.not-verified");
  const seven = await begin(server);
  const state = new URL(seven.url).searchParams.get("state") ?? "";
  const denied = new URLSearchParams({ error: "access_denied", state, iss: provider.issuer });
  assert.equal(await told(denied.toString(), seven.cookie), "oidc.cancelled");
});

test("a token that another key has signed, or whose sender is another, signs nobody in", async () => {
  await using house = await opened();
  const { server, provider } = house;
  const { url, cookie } = await begin(server);
  const params = new URLSearchParams(await provider.signIn(url, "b-1"));
  params.set("iss", "http://127.0.0.1:1");
  assert.equal((await finish(server, params.toString(), cookie)).body["code"], "oidc.not-verified");
  provider.showAnotherKey();
  const forged = await enter(server, provider, { as: "b-1" });
  assert.equal(forged.body["code"], "oidc.not-verified");
  assert.match(String(forged.body["detail"]), /OAUTH_INVALID_RESPONSE/);
});

test("whoever claims somebody else's address gets neither their sign-in nor what they are invited to; a letter or an administrator shows whose it is", async () => {
  await using house = await opened();
  const { server, provider, bob } = house;
  const mail = "eve@example.com";
  provider.accounts["e-1"] = { email: mail, email_verified: true };
  const claim = async () => (await bob?.ask("PUT", "/account", { mail, password: BOB.password }))?.status;
  const rolesOfBob = async () => (await bob?.ask("GET", "/account"))?.body["roles"];
  assert.equal(await claim(), 200);
  const sent = await server.admin("POST", `/organisations/acme/invitations`, { mail });
  const invitation = tokenOf(String(sent.body["link"]));
  for (const asked of [{}, { invitation }]) {
    const answer = await enter(server, provider, { as: "e-1", ...asked });
    assert.deepEqual([answer.status, answer.body["code"]], [403, "oidc.claimed"]);
  }
  assert.deepEqual(await rolesOfBob(), ["operator"]);
  assert.deepEqual((await bob?.ask("GET", "/account"))?.body["organisations"], []);
  const { items } = (await server.admin("GET", "/people?search=bob")).body as { items: { id: string }[] };
  await server.admin("PUT", `/people/${items[0]?.id}`, { mail });
  assert.equal(await claim(), 200, "what an administrator has said is no claim");
  assert.equal(nameOf(await enter(server, provider, { as: "e-1" })), "Bob");
});

test("the link of a letter shows whose a claimed address is", async () => {
  await using smtp = await openPostbox();
  await using house = await opened({ smtpPort: smtp.port });
  const { server, provider } = house;
  await server.work();
  const accept = { token: tokenOf(smtp.arrived[0]?.text ?? ""), name: "Bob", password: BOB.password };
  const accepted = await server.ask({ method: "POST", url: "/invitations/accept", body: accept });
  const bob = visitorOf(server, browserOf(accepted));
  provider.accounts["n-1"] = { email: "new@example.com", email_verified: true };
  await bob.ask("PUT", "/account", { mail: "new@example.com", password: BOB.password });
  assert.equal((await enter(server, provider, { as: "n-1" })).body["code"], "oidc.claimed");
  await server.ask({ method: "POST", url: "/password-resets", body: { mail: "new@example.com" } });
  await server.work();
  const body = { token: tokenOf(smtp.arrived.at(-1)?.text ?? ""), password: "another long password" };
  assert.equal((await server.ask({ method: "POST", url: "/password-resets/finish", body })).status, 204);
  assert.equal(nameOf(await enter(server, provider, { as: "n-1" })), "Bob");
});

test("of two accounts of the provider that come at once for the first time, one is bound and the other told why not", async () => {
  await using house = await opened();
  const { server, provider } = house;
  provider.accounts["b-2"] = { email: "bob@example.com", email_verified: true };
  const ready = await Promise.all(
    ["b-1", "b-2"].map(async (as) => {
      const { url, cookie } = await begin(server);
      return { query: await provider.signIn(url, as), cookie };
    }),
  );
  const answers = await Promise.all(ready.map(({ query, cookie }) => finish(server, query, cookie)));
  assert.equal(answers.filter((answer) => nameOf(answer) === "Bob").length, 1);
  assert.equal(answers.find(({ status }) => status === 403)?.body["code"], "oidc.bound-elsewhere");
  assert.deepEqual(server.bugs, []);
});

test("a sign-in leads to pages of ours only", async () => {
  await using house = await opened();
  const { server, provider } = house;
  for (const next of [
    "https://evil.example/",
    "//evil.example",
    "/\\evil.example",
    "/\t/evil.example",
    "javascript:1",
  ]) {
    assert.equal((await enter(server, provider, { as: "b-1", next })).body["next"], "/", next);
  }
});

test("it gives a new session and ends the one that was shown; what the browser keeps meanwhile is for no script", async () => {
  await using house = await opened();
  const { server, provider } = house;
  const planted = browserOf(
    await server.ask({ method: "POST", url: "/session", body: { name: "ana", password: PASSWORD } }),
  );
  const { answer, url, cookie } = await begin(server);
  const set = String(answer.headers["set-cookie"]);
  for (const part of ["HttpOnly", "SameSite=Lax", "Path=/", "Max-Age=600"]) assert.ok(set.includes(part), set);
  const done = await finish(server, await provider.signIn(url, "b-1"), `${cookie}; ${planted.cookie}`);
  const { cookie: begun } = sessionOf(done);
  assert.ok(begun.startsWith("plimsoll=pls_") && begun !== planted.cookie);
  assert.equal((await server.ask({ method: "GET", url: "/account", cookie: planted.cookie })).status, 401);
});

test("a provider that is away, silent, or answers without end stops neither the start nor passwords", async () => {
  const silent = createTcp(() => undefined).listen(0, "127.0.0.1");
  const endless = createServer((_request, response) => {
    response.writeHead(200, { "content-type": "application/json" });
    const more = (): void => {
      while (!response.destroyed && response.write(" ".repeat(65_536)));
    };
    response.on("drain", more);
    more();
  }).listen(0, "127.0.0.1");
  await Promise.all([once(silent, "listening"), once(endless, "listening")]);
  const issuerOf = (of: { address: () => unknown }) => `http://127.0.0.1:${(of.address() as AddressInfo).port}`;
  const settings: Omit<OidcSettings, "issuer"> = {
    clientId: "x",
    clientSecret: "y",
    clientAuthentication: "post",
    label: "Example",
    answerSecondsMax: 1,
  };
  for (const issuer of ["http://127.0.0.1:1", issuerOf(silent), issuerOf(endless)]) {
    await using server = await openTestServer({ oidc: { ...settings, issuer } });
    await server.setUp();
    const { answer } = await begin(server);
    assert.deepEqual([answer.status, answer.body["code"]], [503, "oidc.away"], String(answer.body["detail"]));
    const body = { name: "ana", password: PASSWORD };
    assert.equal((await server.ask({ method: "POST", url: "/session", body })).status, 200);
  }
  silent.close();
  endless.closeAllConnections();
  endless.close();
});
