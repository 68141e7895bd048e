import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { codeAt, secretBytes } from "./phone.testing.ts";
import { openTestServer, PASSWORD } from "./server.testing.ts";
import { visitorOf } from "./visitor.testing.ts";

const STEP_MS = 30_000;

type Server = Awaited<ReturnType<typeof openTestServer>>;

test("from the first code on, signing in takes one; a code works once, also at the same moment", async () => {
  await using server = await openTestServer();
  const { code } = await enrolled(server);
  assert.equal((await signIn(server)).body["code"], "session.wrong");
  server.clock.at += STEP_MS;
  const now = code();
  const both = await Promise.all([signIn(server, { code: now }), signIn(server, { code: now })]);
  assert.deepEqual(new Set(both.map(({ status }) => status)), new Set([200, 401]));
  assert.equal((await signIn(server, { code: now })).status, 401, "a replay");
  server.clock.at += STEP_MS;
  assert.equal((await signIn(server, { code: ` ${code().slice(0, 3)} ${code().slice(3)}` })).status, 200);
});

test("a right password without its code is told in the words of a wrong one, and of an account that does not exist", async () => {
  await using server = await openTestServer();
  await enrolled(server);
  const told = [
    await signIn(server),
    await signIn(server, { code: "000000" }),
    await signIn(server, { password: "a wrong password" }),
    await signIn(server, { password: "a wrong password", code: "000000" }),
    await signIn(server, { name: "nobody" }),
  ].map(({ status, body }) => ({ ...body, status, requestId: "" }));
  for (const one of told) assert.deepEqual(one, told[0]);
});

test("a browser that kept the account from before is not told that it is as it was", async () => {
  await using server = await openTestServer();
  const { ana } = await enrolled(server);
  const headers = { "if-none-match": '"r1"' };
  const kept = await server.ask({ method: "GET", url: "/account", cookie: ana.cookie(), headers });
  assert.deepEqual([kept.status, kept.headers["etag"]], [200, '"r1"']);
});

test("each recovery code signs in once; ten are there", async () => {
  await using server = await openTestServer();
  const { recoveryCodes, ana } = await enrolled(server);
  assert.equal(new Set(recoveryCodes).size, 10);
  const first = recoveryCodes[0] ?? "";
  assert.match(first, /^[a-z2-7]{4}(-[a-z2-7]{4}){3}$/);
  assert.equal((await signIn(server, { code: first.toUpperCase() })).status, 200);
  assert.equal((await signIn(server, { code: first })).status, 401);
  const { secondFactor } = (await ana.ask("GET", "/account")).body;
  assert.deepEqual(secondFactor, { isOn: true, recoveryCodesLeft: 9 });
});

test("switching it on takes the password, switching it off the password and a code; nothing is asked before it is confirmed", async () => {
  await using server = await openTestServer();
  const ana = visitorOf(server, await server.setUp());
  const url = "/account/second-factor";
  assert.equal((await ana.ask("POST", url, { password: "a wrong password" })).status, 422);
  const { secret } = (await ana.ask("POST", url, { password: PASSWORD })).body as { secret: string };
  assert.equal((await signIn(server)).status, 200, "not asked for yet");
  assert.equal((await ana.ask("POST", `${url}/confirm`, { code: "000000" })).body["code"], "second-factor.wrong-code");
  const code = () => codeAt(secret, server.clock.at);
  assert.equal((await ana.ask("POST", `${url}/confirm`, { code: code() })).status, 200);
  assert.equal((await ana.ask("POST", url, { password: PASSWORD })).body["code"], "second-factor.is-on");
  assert.equal((await ana.ask("POST", `${url}/confirm`, { code: code() })).body["code"], "second-factor.is-on");
  server.clock.at += STEP_MS;
  const off = (body: object) => ana.ask("POST", `${url}/disable`, body);
  assert.equal((await off({ password: PASSWORD, code: "000000" })).status, 422);
  assert.equal((await off({ password: "a wrong password", code: code() })).status, 422);
  assert.equal((await off({ password: PASSWORD, code: code() })).status, 204);
  assert.equal((await signIn(server)).status, 200);
});

test("an administrator takes a lost one away; a reset of the password does not", async () => {
  await using server = await openTestServer();
  await enrolled(server);
  const { items } = (await server.admin("GET", "/people?search=ana")).body as { items: { id: string }[] };
  const url = `/people/${items[0]?.id}`;
  const { link } = (await server.admin("POST", `${url}/password-reset`, {})).body;
  const body = { token: String(link).split("token=")[1], password: "another long password" };
  assert.equal((await server.ask({ method: "POST", url: "/password-resets/finish", body })).status, 204);
  const password = body.password;
  assert.equal((await signIn(server, { password })).status, 401);
  assert.equal((await server.admin("GET", url)).body["secondFactor"], true);
  assert.equal((await server.admin("POST", `${url}/second-factor/reset`, {})).status, 204);
  assert.equal((await signIn(server, { password })).status, 200);
});

test("codes are guessed from elsewhere thirty times a day at most, and the owner still gets in from where the owner was", async () => {
  await using server = await openTestServer();
  const { code, recoveryCodes } = await enrolled(server);
  for (let n = 0; n < 30; n++) {
    assert.equal((await signIn(server, { code: "000000" }, `192.0.2.${n}`)).status, 401);
  }
  server.clock.at += STEP_MS;
  assert.equal((await signIn(server, { code: code() }, "192.0.2.99")).status, 401, "not even the right one");
  assert.equal((await signIn(server, { code: recoveryCodes[0] ?? "" }, "192.0.2.99")).status, 200);
  assert.equal((await signIn(server, { code: code() })).status, 200);
});

test("the database alone holds neither the secret nor a recovery code", async () => {
  await using server = await openTestServer();
  const { secret, recoveryCodes } = await enrolled(server);
  const bytes = secretBytes(secret);
  const shown = [secret, bytes, bytes.toString("hex"), bytes.toString("base64url"), ...recoveryCodes];
  const codes = recoveryCodes.map((each) => each.replaceAll("-", ""));
  for (const name of ["state.db", "state.db-wal"]) {
    const file = readFileSync(join(server.directory, name));
    for (const each of [...shown, ...codes]) assert.equal(file.includes(each), false);
  }
});

function signIn(server: Server, given: { name?: string; password?: string; code?: string } = {}, from = "127.0.0.1") {
  return server.ask({ method: "POST", url: "/session", body: { name: "ana", password: PASSWORD, ...given }, from });
}

/** Ana with a second factor, and what her phone shows. */
async function enrolled(server: Server) {
  const ana = visitorOf(server, await server.setUp());
  const { secret, uri } = (await ana.ask("POST", "/account/second-factor", { password: PASSWORD })).body as {
    secret: string;
    uri: string;
  };
  assert.equal(new URL(uri).searchParams.get("secret"), secret);
  const code = () => codeAt(secret, server.clock.at);
  const { recoveryCodes } = (await ana.ask("POST", "/account/second-factor/confirm", { code: code() })).body as {
    recoveryCodes: string[];
  };
  return { ana, secret, code, recoveryCodes };
}
