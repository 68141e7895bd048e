import assert from "node:assert/strict";
import { test } from "node:test";
import { ANA, browserOf, openTestServer, PASSWORD } from "./server.testing.ts";

const HOUR_MS = 3_600_000;
const TOKEN = { name: "ci", scopes: ["read"] };

test("a change in a session needs its CSRF token; a look does not", async () => {
  await using server = await openTestServer();
  const { cookie, headers } = await server.setUp();
  assert.equal((await server.ask({ method: "GET", url: "/tokens", cookie })).status, 200);
  const forged = [{}, { "x-csrf-token": "" }, { "x-csrf-token": otherwise(headers["x-csrf-token"]) }];
  for (const shown of forged) {
    const answer = await server.ask({ method: "POST", url: "/tokens", body: TOKEN, cookie, headers: shown });
    assert.deepEqual([answer.status, answer.body["code"]], [403, "session.csrf"]);
  }
  assert.equal((await server.ask({ method: "POST", url: "/tokens", body: TOKEN, cookie, headers })).status, 201);
});

test("the CSRF token of one session is worth nothing in another", async () => {
  await using server = await openTestServer();
  const first = await server.setUp();
  const second = browserOf(await signIn(server));
  const answer = await server.ask({
    method: "POST",
    url: "/tokens",
    body: TOKEN,
    cookie: first.cookie,
    headers: second.headers,
  });
  assert.equal(answer.body["code"], "session.csrf");
});

test("what a browser marks as sent by another site changes nothing, whatever it shows", async () => {
  await using server = await openTestServer();
  const { cookie, headers } = await server.setUp();
  const foreign = { ...headers, "sec-fetch-site": "cross-site" };
  const answer = await server.ask({ method: "POST", url: "/tokens", body: TOKEN, cookie, headers: foreign });
  assert.deepEqual([answer.status, answer.body["code"]], [403, "request.cross-site"]);
  const signingIn = { name: "Ana", password: PASSWORD };
  const login = await server.ask({
    method: "POST",
    url: "/session",
    body: signingIn,
    headers: { "sec-fetch-site": "cross-site" },
  });
  assert.equal(login.status, 403);
});

test("signing in gives a new token and ends the one that was shown, so that a planted cookie is worth nothing", async () => {
  await using server = await openTestServer();
  const planted = await server.setUp();
  const answer = await signIn(server, { cookie: planted.cookie });
  assert.notEqual(browserOf(answer).cookie, planted.cookie);
  assert.equal((await server.ask({ method: "GET", url: "/tokens", cookie: planted.cookie })).status, 401);
  const invented = await signIn(server, { cookie: "plimsoll=pls_chosen-by-somebody-else" });
  assert.notEqual(browserOf(invented).cookie, "plimsoll=pls_chosen-by-somebody-else");
});

test("the cookie is for no script and no foreign post, and with https for nothing but https", async () => {
  for (const secure of [false, true]) {
    await using server = await openTestServer({ secure });
    await server.setUp();
    const cookie = String((await signIn(server)).headers["set-cookie"]);
    assert.match(cookie, secure ? /^__Host-plimsoll=pls_/ : /^plimsoll=pls_/);
    for (const attribute of ["HttpOnly", "SameSite=Lax", "Path=/"]) assert.ok(cookie.includes(attribute), cookie);
    assert.equal(cookie.includes("Secure"), secure);
    assert.ok(!cookie.includes("Domain"));
  }
});

test("a session ends when it is not used for a day, after fourteen days of use, and when it is signed out", async () => {
  await using server = await openTestServer();
  const idle = await server.setUp();
  const status = async (cookie: string) => (await server.ask({ method: "GET", url: "/tokens", cookie })).status;
  server.clock.at += 24 * HOUR_MS - 1;
  assert.equal(await status(idle.cookie), 200);
  server.clock.at += 24 * HOUR_MS;
  assert.equal(await status(idle.cookie), 401);

  const used = browserOf(await signIn(server));
  for (let days = 0; days < 27; days++) {
    assert.equal(await status(used.cookie), 200);
    server.clock.at += 12 * HOUR_MS;
  }
  server.clock.at += 12 * HOUR_MS;
  assert.equal(await status(used.cookie), 401);

  const left = browserOf(await signIn(server));
  const out = await server.ask({ method: "DELETE", url: "/session", cookie: left.cookie, headers: left.headers });
  assert.equal(out.status, 204);
  assert.match(String(out.headers["set-cookie"]), /^plimsoll=;/);
  assert.equal(await status(left.cookie), 401);
  await server.identity.tidy();
});

test("who asks who is signed in gets an answer, also when it is nobody; asking keeps no session alive", async () => {
  await using server = await openTestServer();
  const ask = async (shown: { cookie?: string; bearer?: string }) =>
    (await server.ask({ method: "GET", url: "/session", ...shown })).body;
  const { cookie, csrf } = await server.setUp();
  const nobody = { person: null };
  assert.deepEqual(await ask({ cookie }), { person: ANA, csrf, serverVersion: "1.0.0" });
  for (const shown of [{}, { cookie: "plimsoll=pls_invented" }, { bearer: server.adminToken }]) {
    assert.deepEqual(await ask(shown), nobody);
  }
  server.clock.at += 24 * HOUR_MS - 1;
  assert.notDeepEqual(await ask({ cookie }), nobody);
  server.clock.at += 1;
  assert.deepEqual(await ask({ cookie }), nobody);
});

test("a wrong password and a name that does not exist get the same answer", async () => {
  await using server = await openTestServer();
  await server.setUp();
  const wrong = await signIn(server, {}, { name: "Ana", password: "wrong wrong wrong" });
  const nobody = await signIn(server, {}, { name: "Bob", password: "wrong wrong wrong" });
  const told = [wrong, nobody].map(({ status, body }) => ({ ...body, status, requestId: "" }));
  assert.deepEqual(told[0], told[1]);
  assert.equal(told[0]?.status, 401);
});

test("a name that does not exist costs the same work as one that does", async () => {
  await using server = await openTestServer();
  await server.setUp();
  const times: Record<string, number[]> = { Ana: [], Bob: [] };
  for (let round = 0; round < 5; round++) {
    for (const name of ["Ana", "Bob"]) {
      const started = performance.now();
      await signIn(server, {}, { name, password: "wrong wrong wrong" });
      times[name]?.push(performance.now() - started);
    }
  }
  const [ana = 0, bob = 0] = ["Ana", "Bob"].map((name) => Math.min(...(times[name] ?? [])));
  assert.ok(bob > ana / 2 && bob < ana * 2, `${ana} ms, ${bob} ms`);
});

test("guessing is slowed down, for names that do not exist too, and is over after a quarter of an hour", async () => {
  await using server = await openTestServer();
  await server.setUp();
  const guess = (name: string) => signIn(server, {}, { name, password: "wrong wrong wrong" });
  for (const name of ["Ana", "Bob"]) {
    const first = await Promise.all(Array.from({ length: 10 }, () => guess(name)));
    assert.ok(first.every(({ status }) => status === 401));
    const next = await guess(name);
    assert.deepEqual([next.status, next.body["code"]], [429, "session.too-many-attempts"]);
    assert.equal(next.headers["retry-after"], "900");
  }
  assert.equal((await signIn(server)).status, 429);
  server.clock.at += HOUR_MS / 4;
  assert.equal((await signIn(server)).status, 200);
});

async function signIn(
  server: Awaited<ReturnType<typeof openTestServer>>,
  asked: { cookie?: string; headers?: Record<string, string> } = {},
  body?: object,
) {
  return server.ask({ method: "POST", url: "/session", body: body ?? { name: "ana", password: PASSWORD }, ...asked });
}

/** Another token of the same form. */
function otherwise(token: string): string {
  return token.replace(/^./, (first) => (first === "_" ? "-" : "_"));
}
