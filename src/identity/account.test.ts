import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { browserOf, openTestServer, PASSWORD } from "./server.testing.ts";
import { openPostbox } from "./postbox.testing.ts";
import { invited, tokenOf, visitorOf } from "./visitor.testing.ts";

const HOUR_MS = 3_600_000;
const BOB = { mail: "bob@example.com", name: "Bob", roles: ["operator"], password: "bobs long password" };
const NEW = "another long password";

type Server = Awaited<ReturnType<typeof openTestServer>>;

const signIn = (server: Server, name: string, password: string) =>
  server.ask({ method: "POST", url: "/session", body: { name, password } });

test("a change of the password needs the old one, ends all other sessions, and gives this one another token", async () => {
  await using server = await openTestServer();
  await server.setUp();
  const bob = await invited(server, BOB);
  const other = visitorOf(server, browserOf(await signIn(server, "bob", BOB.password)));
  const wrong = await bob.ask("POST", "/account/password", { password: "not the password", newPassword: NEW });
  assert.deepEqual([wrong.status, wrong.body["code"]], [422, "account.wrong-password"]);
  const before = bob.cookie();
  assert.equal(
    (await bob.ask("POST", "/account/password", { password: BOB.password, newPassword: "short" })).status,
    422,
  );
  assert.equal((await bob.ask("POST", "/account/password", { password: BOB.password, newPassword: NEW })).status, 200);
  assert.notEqual(bob.cookie(), before);
  assert.equal((await server.ask({ method: "GET", url: "/account", cookie: before })).status, 401);
  assert.equal((await other.ask("GET", "/account")).status, 401);
  assert.equal((await bob.ask("GET", "/account")).status, 200);
  assert.deepEqual(
    [(await signIn(server, "bob", BOB.password)).status, (await signIn(server, "bob", NEW)).status],
    [401, 200],
  );
});

test("own sessions are listed and ended, one or all others; nobody ends another's, and a token has none", async () => {
  await using server = await openTestServer();
  const ana = visitorOf(server, await server.setUp());
  const bob = await invited(server, BOB);
  const phone = visitorOf(server, browserOf(await signIn(server, "bob", BOB.password)));
  const list = async (who: typeof bob | typeof ana) =>
    ((await who.ask("GET", "/account/sessions")).body as { items: { id: string; isThis: boolean }[] }).items;
  const sessions = await list(bob);
  assert.deepEqual([sessions.length, sessions.filter(({ isThis }) => isThis).length], [2, 1]);
  const phones = (await list(phone)).find(({ isThis }) => isThis);
  assert.equal((await ana.ask("DELETE", `/account/sessions/${phones?.id}`)).status, 404);
  assert.equal((await phone.ask("GET", "/account")).status, 200);
  assert.equal((await bob.ask("DELETE", `/account/sessions/${phones?.id}`)).status, 204);
  assert.equal((await phone.ask("GET", "/account")).status, 401);
  await signIn(server, "bob", BOB.password);
  assert.equal((await bob.ask("DELETE", "/account/sessions")).status, 204);
  assert.equal((await list(bob)).length, 1);
  assert.equal((await server.admin("GET", "/account/sessions")).status, 401);
});

test("the own address takes the password, and the old address is told", async () => {
  await using smtp = await openPostbox();
  await using server = await openTestServer({ smtpPort: smtp.port });
  const ana = visitorOf(server, await server.setUp());
  assert.equal((await ana.ask("PUT", "/account", { name: "Anna" })).body["name"], "Anna");
  const mail = "ana@example.com";
  assert.equal((await ana.ask("PUT", "/account", { mail })).body["code"], "account.wrong-password");
  assert.equal((await ana.ask("PUT", "/account", { mail, password: PASSWORD })).body["mail"], mail);
  await ana.ask("PUT", "/account", { mail: "new@example.com", password: PASSWORD });
  await server.work();
  assert.deepEqual(
    smtp.arrived.map(({ to }) => to),
    [[mail]],
  );
});

test("a link of a reset works once and for an hour, ends all sessions, and signs nobody in", async () => {
  await using smtp = await openPostbox();
  await using server = await openTestServer({ smtpPort: smtp.port });
  const ana = visitorOf(server, await server.setUp());
  await ana.ask("PUT", "/account", { mail: "ana@example.com", password: PASSWORD });
  const ask = async () => {
    await server.ask({ method: "POST", url: "/password-resets", body: { mail: "Ana@example.com" } });
    await server.work();
    await server.work();
    return tokenOf(smtp.arrived.at(-1)?.text ?? "");
  };
  const finish = (token: string) =>
    server.ask({ method: "POST", url: "/password-resets/finish", body: { token, password: NEW } });
  const [late, other, token] = [await ask(), await ask(), await ask()];
  server.clock.at += HOUR_MS - 1;
  const done = await finish(token);
  assert.deepEqual([done.status, done.headers["set-cookie"]], [204, undefined]);
  assert.equal((await ana.ask("GET", "/account")).status, 401);
  for (const used of [token, other, late, "invented"]) {
    assert.deepEqual((await finish(used)).body["code"], "password-reset.gone");
  }
  assert.deepEqual(
    [(await signIn(server, "ana", PASSWORD)).status, (await signIn(server, "ana", NEW)).status],
    [401, 200],
  );
  const old = await ask();
  server.clock.at += HOUR_MS;
  assert.equal((await finish(old)).status, 404);
});

test("to ask for a reset tells nobody who has an account: the answer is the same, and so is what is written for it", async () => {
  await using smtp = await openPostbox();
  await using server = await openTestServer({ smtpPort: smtp.port });
  await server.setUp();
  await server.admin("POST", "/invitations", { mail: "bob@example.com", roles: ["viewer"] });
  const ask = (mail: string) => server.ask({ method: "POST", url: "/password-resets", body: { mail } });
  const [known, unknown] = [await ask("bob@example.com"), await ask("nobody@example.com")];
  assert.deepEqual([known.status, known.body], [204, {}]);
  assert.deepEqual([unknown.status, unknown.body], [204, {}]);
  for (let n = 2; n < 20; n++) assert.equal((await ask(`n${n}@example.com`)).status, 204);
  const over = await ask("nobody@example.com");
  assert.deepEqual([over.status, over.body["code"]], [429, "password-reset.too-often"]);
  await server.work();
  assert.ok(smtp.arrived.every(({ to }) => !String(to).includes("nobody")));
});

test("who asks for resets in another's name makes none of the owner's links worthless, and sends three letters at most", async () => {
  await using smtp = await openPostbox();
  await using server = await openTestServer({ smtpPort: smtp.port });
  const ana = visitorOf(server, await server.setUp());
  await ana.ask("PUT", "/account", { mail: "ana@example.com", password: PASSWORD });
  const links: string[] = [];
  for (let n = 0; n < 8; n++) {
    await server.ask({
      method: "POST",
      url: "/password-resets",
      body: { mail: "ana@example.com" },
      from: `192.0.2.${n}`,
    });
    await server.work();
    await server.work();
  }
  for (const { text } of smtp.arrived) links.push(tokenOf(text));
  assert.equal(links.length, 3);
  const body = { token: links[0], password: NEW };
  assert.equal((await server.ask({ method: "POST", url: "/password-resets/finish", body })).status, 204);
});

test("who steals the database has no password, no session, no link and no token in it", async () => {
  await using smtp = await openPostbox();
  await using server = await openTestServer({ smtpPort: smtp.port });
  const setUp = await server.setUp();
  const ana = visitorOf(server, setUp);
  await ana.ask("PUT", "/account", { mail: "ana@example.com", password: PASSWORD });
  await server.admin("POST", "/invitations", { mail: "bob@example.com", roles: ["viewer"] });
  await server.ask({ method: "POST", url: "/password-resets", body: { mail: "ana@example.com" } });
  const made = await server.admin("POST", "/tokens", { name: "ci", scopes: ["read"] });
  await server.work();
  await server.work();
  const links = smtp.arrived.map(({ text }) => tokenOf(text));
  assert.equal(links.length, 2);
  const shown = [
    setUp.cookie.split("=")[1],
    setUp.csrf,
    String(made.body["token"]),
    server.adminToken,
    PASSWORD,
    ...links,
  ];
  const files = ["state.db", "state.db-wal"].map((name) => readFileSync(join(server.directory, name)));
  for (const secret of shown) {
    assert.ok(secret !== undefined && secret.length > 10);
    for (const file of files) assert.equal(file.includes(secret), false, secret);
  }
});

test("guesses in the account are counted as those at the door, and an owner elsewhere is not locked out", async () => {
  await using server = await openTestServer();
  const ana = visitorOf(server, await server.setUp());
  const guess = { password: "a guess of somebody", newPassword: NEW };
  for (let n = 0; n < 10; n++) assert.equal((await ana.ask("POST", "/account/password", guess)).status, 422);
  assert.equal((await ana.ask("POST", "/account/password", guess)).status, 429);
  const elsewhere = await server.ask({
    method: "POST",
    url: "/session",
    body: { name: "ana", password: PASSWORD },
    from: "192.0.2.7",
  });
  assert.equal(elsewhere.status, 200);
});
