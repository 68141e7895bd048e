import assert from "node:assert/strict";
import { test } from "node:test";
import { begin, BOB, enter, keptBy, nameOf, opened, sessionOf } from "./entry.testing.ts";
import { codeAt } from "./phone.testing.ts";
import { openPostbox } from "./postbox.testing.ts";
import { openTestServer } from "./server.testing.ts";
import { tokenOf, visitorOf } from "./visitor.testing.ts";

const MINUTE_MS = 60_000;

for (const inIdToken of [false, true]) {
  test(`a verified address binds once and signs in; from then on the account at the provider does, whatever its address (${inIdToken ? "ID token" : "userinfo"})`, async () => {
    await using house = await opened({ inIdToken });
    const { server, provider } = house;
    const first = await enter(server, provider, { as: "b-1", next: "/alerts?state=firing" });
    assert.deepEqual([first.status, nameOf(first), first.body["next"]], [200, "Bob", "/alerts?state=firing"]);
    provider.accounts["b-1"] = { email: "other@example.com", email_verified: false };
    assert.equal(nameOf(await enter(server, provider, { as: "b-1" })), "Bob");
    const audit = (await server.admin("GET", "/audit")).body["items"] as { action: string; facts: object }[];
    const bound = audit.filter(({ action }) => action === "account.bind");
    assert.deepEqual(
      bound.map(({ facts }) => facts),
      [{ issuer: provider.issuer, subject: "b-1", mail: "Bob@example.com" }],
    );
    assert.equal(audit.filter(({ action }) => action === "oidc.finish").length, 2);
    assert.deepEqual(server.bugs, []);
  });
}

test("the owner is told by a letter that an account was bound", async () => {
  await using smtp = await openPostbox();
  await using house = await opened({ smtpPort: smtp.port });
  const { server, provider } = house;
  await server.work();
  const token = tokenOf(smtp.arrived[0]?.text ?? "");
  await server.ask({
    method: "POST",
    url: "/invitations/accept",
    body: { token, name: "Bob", password: BOB.password },
  });
  assert.equal(nameOf(await enter(server, provider, { as: "b-1" })), "Bob");
  await server.work();
  const letter = smtp.arrived.at(-1);
  assert.deepEqual(letter?.to, ["bob@example.com"]);
  assert.match(letter.text, /signs in to it from now on/);
});

test("nobody comes in by an address that is not verified, is nobody's here, or is a disabled person's", async () => {
  await using house = await opened();
  const { server, provider, bob } = house;
  const refused = async (as: string) => {
    const answer = await enter(server, provider, { as });
    assert.equal(sessionOf(answer).cookie, "");
    return [answer.status, answer.body["code"]];
  };
  provider.accounts["u-1"] = { email: "bob@example.com", email_verified: false };
  provider.accounts["u-2"] = { email: "bob@example.com" };
  provider.accounts["u-3"] = {};
  for (const as of ["u-1", "u-2", "u-3"]) assert.deepEqual(await refused(as), [403, "oidc.unverified"]);
  provider.accounts["s-1"] = { email: "stranger@example.com", email_verified: true };
  assert.deepEqual(await refused("s-1"), [403, "oidc.unknown"]);
  const { items } = (await server.admin("GET", "/people?search=bob")).body as { items: { id: string }[] };
  await server.admin("POST", `/people/${items[0]?.id}/disable`, {});
  assert.deepEqual(await refused("b-1"), [403, "oidc.disabled"]);
  await server.admin("POST", `/people/${items[0]?.id}/enable`, {});
  assert.equal(nameOf(await enter(server, provider, { as: "b-1" })), "Bob");
  await server.admin("POST", `/people/${items[0]?.id}/disable`, {});
  assert.deepEqual(await refused("b-1"), [403, "oidc.disabled"]);
  assert.equal((await bob?.ask("GET", "/account"))?.status, 401);
});

test("whoever gets the address at the provider later does not get the account of who had it", async () => {
  await using house = await opened();
  const { server, provider } = house;
  await enter(server, provider, { as: "b-1" });
  provider.accounts["b-2"] = { email: "bob@example.com", email_verified: true };
  assert.equal((await enter(server, provider, { as: "b-2" })).body["code"], "oidc.bound-elsewhere");
});

test("whom somebody invited comes in with what the invitation gives and no password, by its link or by its address; nobody else by it", async () => {
  await using house = await opened();
  const { server, provider } = house;
  const link = async (mail: string) =>
    tokenOf(
      String((await server.admin("POST", "/invitations", { mail, name: "Eve", roles: ["viewer"] })).body["link"]),
    );
  const invitation = await link("eve@example.com");
  assert.equal((await enter(server, provider, { as: "b-1", invitation })).body["code"], "oidc.other-address");
  provider.accounts["e-1"] = { email: "eve@example.com", email_verified: true };
  const entered = await enter(server, provider, { as: "e-1", invitation });
  assert.equal(nameOf(entered), "Eve");
  const { cookie } = sessionOf(entered);
  const account = (await server.ask({ method: "GET", url: "/account", cookie })).body;
  assert.deepEqual([account["roles"], account["hasPassword"]], [["viewer"], false]);
  assert.equal((await begin(server, { invitation })).answer.body["code"], "invitation.gone");
  const listed = (await server.admin("GET", "/people?search=eve&state=active")).body as { items: { state: string }[] };
  assert.deepEqual(
    listed.items.map(({ state }) => state),
    ["active"],
  );

  // Her mail alone opens her account no more: a second invitation asks for what she has.
  const again = await link("eve@example.com");
  const body = { token: again, name: "Mallory", password: "a password of mallory" };
  assert.equal((await server.ask({ method: "POST", url: "/invitations/accept", body })).body["code"], "session.wrong");

  await link("zoe@example.com");
  provider.accounts["z-1"] = { email: "zoe@example.com", email_verified: true };
  assert.equal(nameOf(await enter(server, provider, { as: "z-1" })), "Eve");
});

test("the second factor is asked for after the provider as after the password: a wrong code may be given again, a right one works once", async () => {
  await using house = await opened();
  const { server, provider, bob } = house;
  const enrolled = await bob?.ask("POST", "/account/second-factor", { password: BOB.password });
  const secret = String(enrolled?.body["secret"]);
  await bob?.ask("POST", "/account/second-factor/confirm", { code: codeAt(secret, server.clock.at) });
  server.clock.at += MINUTE_MS;
  const back = await enter(server, provider, { as: "b-1", next: "/alerts" });
  assert.deepEqual([back.status, back.body["session"]], [200, null]);
  assert.equal(sessionOf(back).cookie, "");
  const identities = (await bob?.ask("GET", "/account"))?.body["identities"];
  assert.deepEqual(identities, [], "nothing is bound before");
  const give = (code: string, cookie = keptBy(back)) =>
    server.ask({ method: "POST", url: "/oidc/code", body: { code }, cookie });
  const wrong = await give("000000");
  assert.deepEqual([wrong.status, wrong.body["code"]], [422, "second-factor.wrong-code"]);
  assert.equal((await give(codeAt(secret, server.clock.at), "")).body["code"], "oidc.nothing-under-way");
  const right = await give(codeAt(secret, server.clock.at));
  assert.deepEqual([right.status, nameOf(right), right.body["next"]], [200, "Bob", "/alerts"]);
  server.clock.at += MINUTE_MS;
  assert.equal((await give(codeAt(secret, server.clock.at))).body["code"], "oidc.nothing-under-way");
  const late = await enter(server, provider, { as: "b-1" });
  server.clock.at += 10 * MINUTE_MS;
  assert.equal((await give(codeAt(secret, server.clock.at), keptBy(late))).body["code"], "oidc.nothing-under-way");
});

test("a bound account is shown and unbound, but not by who has no password", async () => {
  await using house = await opened();
  const { server, provider, bob } = house;
  await enter(server, provider, { as: "b-1" });
  const account = (await bob?.ask("GET", "/account"))?.body ?? {};
  const [identity] = account["identities"] as { issuer: string; mail: string }[];
  assert.deepEqual([identity?.issuer, identity?.mail], [provider.issuer, "Bob@example.com"]);
  const url = `/account/identities?issuer=${encodeURIComponent(provider.issuer)}`;
  assert.equal((await bob?.ask("DELETE", url))?.status, 204);
  assert.equal((await bob?.ask("DELETE", url))?.status, 404);
  await server.admin("POST", "/invitations", { mail: "eve@example.com", name: "Eve", roles: ["viewer"] });
  provider.accounts["e-1"] = { email: "eve@example.com", email_verified: true };
  const entered = await enter(server, provider, { as: "e-1" });
  const { cookie, headers } = sessionOf(entered);
  const eve = visitorOf(server, { cookie, headers });
  assert.equal((await eve.ask("DELETE", url)).body["code"], "account.no-password");
});

test("an administrator unbinds the account of somebody who has another there: all sessions end, the audit log names the person, and the new one binds", async () => {
  await using house = await opened();
  const { server, provider, bob } = house;
  await enter(server, provider, { as: "b-1" });
  provider.accounts["b-2"] = { email: "bob@example.com", email_verified: true };
  assert.equal((await enter(server, provider, { as: "b-2" })).body["code"], "oidc.bound-elsewhere");
  const [person] = (await server.admin("GET", "/people?search=bob")).body["items"] as {
    id: string;
    handle: string;
    identities: { issuer: string; mail: string }[];
  }[];
  assert.deepEqual(
    person?.identities.map(({ issuer, mail }) => [issuer, mail]),
    [[provider.issuer, "Bob@example.com"]],
  );
  const url = `/people/${person?.id}/identities?issuer=${encodeURIComponent(provider.issuer)}`;
  assert.equal((await bob?.ask("DELETE", url))?.body["code"], "person.not-permitted");
  assert.equal((await server.admin("DELETE", url)).status, 204);
  assert.equal((await bob?.ask("GET", "/account"))?.status, 401);
  const again = await server.admin("DELETE", url);
  assert.deepEqual([again.status, again.body["code"]], [404, "account.not-bound"]);
  const audit = await server.admin("GET", "/audit?action=person.unbind");
  const [entry] = audit.body["items"] as { subject: string; facts: object }[];
  assert.deepEqual([entry?.subject, entry?.facts], [`person:${person?.handle}`, { issuer: provider.issuer }]);
  assert.equal(nameOf(await enter(server, provider, { as: "b-2" })), "Bob");
});

test("without a provider nobody is offered one, and what pages can do is told", async () => {
  await using server = await openTestServer();
  const options = await server.ask({ method: "GET", url: "/sign-in-options" });
  assert.deepEqual(options.body, { sendsMail: false, provider: null });
  assert.equal((await begin(server)).answer.body["code"], "oidc.off");
  await using house = await opened();
  const offered = await house.server.ask({ method: "GET", url: "/sign-in-options" });
  assert.deepEqual(offered.body, { sendsMail: false, provider: { label: "Example" } });
});
