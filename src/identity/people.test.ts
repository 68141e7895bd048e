import assert from "node:assert/strict";
import { test } from "node:test";
import { savePerson } from "./actions/save-person.ts";
import { openTestServer, PASSWORD } from "./server.testing.ts";
import { invited, visitorOf } from "./visitor.testing.ts";

const DAY_MS = 86_400_000;
const BOB = { mail: "Bob@Example.com", name: "Bob", roles: ["operator"], password: "bobs long password" };

test("who is invited chooses a password, is signed in, and signs in by name or by mail from then on", async () => {
  await using server = await openTestServer();
  await server.setUp();
  const bob = await invited(server, BOB);
  assert.equal(bob.accepted.status, 200);
  const { person } = (await bob.ask("GET", "/session")).body as { person: { name: string; roles: string[] } };
  assert.deepEqual([person.name, person.roles], ["Bob", ["operator"]]);
  for (const name of ["bob", "Bob", "bob@example.com", " BOB@example.COM "]) {
    const body = { name, password: BOB.password };
    assert.equal((await server.ask({ method: "POST", url: "/session", body })).status, 200, name);
  }
});

test("an invitation works once, for seven days, and not after it was revoked or sent again", async () => {
  await using server = await openTestServer();
  await server.setUp();
  const accept = async (link: unknown) => {
    const body = { token: String(link).split("token=")[1], name: "Cho", password: PASSWORD };
    return server.ask({ method: "POST", url: "/invitations/accept", body });
  };
  const bob = await invited(server, BOB);
  const again = await accept(bob.sent.body["link"]);
  assert.deepEqual([again.status, again.body["code"]], [404, "invitation.gone"]);

  const order = { mail: "cho@example.com", roles: ["viewer"] };
  const revoked = await server.admin("POST", "/invitations", order);
  assert.equal((await server.admin("DELETE", `/invitations/${String(revoked.body["id"])}`)).status, 204);
  assert.equal((await accept(revoked.body["link"])).status, 404);

  const first = await server.admin("POST", "/invitations", order);
  const tooSoon = await server.admin("POST", `/invitations/${String(first.body["id"])}/send`);
  assert.deepEqual([tooSoon.status, tooSoon.body["code"]], [429, "invitation.too-soon"]);
  server.clock.at += DAY_MS;
  const second = await server.admin("POST", `/invitations/${String(first.body["id"])}/send`);
  assert.equal((await accept(first.body["link"])).status, 404);
  server.clock.at += 7 * DAY_MS;
  assert.equal((await accept(second.body["link"])).status, 404);
  assert.deepEqual((await server.admin("GET", "/invitations")).body["items"], []);
});

test("invitations are listed newest first, page by page, each once though others come meanwhile; a person says until when one waits", async () => {
  await using server = await openTestServer();
  await server.setUp();
  const invite = (n: number) => server.admin("POST", "/invitations", { mail: `p${n}@example.com`, roles: ["viewer"] });
  for (const n of [1, 2, 3, 4, 5]) {
    if (n % 2 === 0) server.clock.at += 1_000;
    await invite(n);
  }
  const seen: string[] = [];
  let cursor: string | null = "";
  for (let pages = 0; cursor !== null; pages++) {
    assert.ok(pages < 3);
    const asked: string = cursor === "" ? "" : `&cursor=${cursor}`;
    const { items, next } = (await server.admin("GET", `/invitations?limit=2${asked}`)).body as {
      items: { mail: string; createdAt: string }[];
      next: string | null;
    };
    seen.push(...items.map(({ mail }) => mail));
    if (pages === 0) await invite(6);
    cursor = next;
  }
  assert.deepEqual(
    seen.map((mail) => mail.slice(0, 2)),
    ["p5", "p4", "p3", "p2", "p1"],
  );
  assert.equal((await server.admin("GET", "/invitations?limit=2&cursor=abc")).body["code"], "request.cursor");
  const now = server.clock.at;
  await server.state.transact((tx) =>
    savePerson(tx, { handle: "p6", mail: "P6@example.com" }, { now, nextId: () => "per_6", managedBy: null }),
  );
  const { invitedUntil } = (await server.admin("GET", "/people/per_6")).body;
  assert.equal(invitedUntil, new Date(now + 7 * DAY_MS).toISOString());
});

test("what an invitation gives is the inviter's to say: roles, organisations and addresses in an acceptance are faults", async () => {
  await using server = await openTestServer();
  await server.setUp();
  const sent = await server.admin("POST", "/invitations", { mail: "eve@example.com", roles: ["viewer"] });
  const token = String(sent.body["link"]).split("token=")[1];
  const body = { token, name: "Eve", password: PASSWORD };
  for (const more of [{ roles: ["administrator"] }, { organisation: "acme" }, { mail: "ana@example.com" }]) {
    const answer = await server.ask({ method: "POST", url: "/invitations/accept", body: { ...body, ...more } });
    assert.equal(answer.status, 422);
  }
  const eve = await server.ask({ method: "POST", url: "/invitations/accept", body });
  assert.deepEqual((eve.body["person"] as { roles: string[] }).roles, ["viewer"]);
  const visitor = visitorOf(server, {
    cookie: String(eve.headers["set-cookie"]).split(";")[0] ?? "",
    headers: { "x-csrf-token": String(eve.body["csrf"]) },
  });
  for (const more of [
    { roles: ["administrator"] },
    { organisations: ["acme"] },
    { handle: "ana" },
    { state: "active" },
  ]) {
    assert.equal((await visitor.ask("PUT", "/account", { name: "Eve", ...more })).status, 422);
  }
  for (const action of ["", "/disable", "/enable", "/password-reset"]) {
    const method = action === "" ? "PUT" : "POST";
    assert.equal((await visitor.ask(method, `/people/per_1${action}`, {})).status, 403);
  }
});

test("the last administrator who can sign in keeps the role and stays; of two, one may go", async () => {
  await using server = await openTestServer();
  await server.setUp();
  const idOf = async (search: string) => {
    const { items } = (await server.admin("GET", `/people?search=${search}`)).body as { items: { id: string }[] };
    return items[0]?.id ?? "";
  };
  const ana = await idOf("ana");
  const refused = [
    await server.admin("PUT", `/people/${ana}`, { roles: ["operator"] }),
    await server.admin("POST", `/people/${ana}/disable`, {}),
  ];
  for (const { status, body } of refused) assert.deepEqual([status, body["code"]], [409, "person.last-administrator"]);
  await invited(server, { ...BOB, roles: ["administrator"] });
  const bob = await idOf("bob");
  assert.equal((await server.admin("POST", `/people/${ana}/disable`, {})).status, 200);
  assert.equal((await server.admin("PUT", `/people/${bob}`, { roles: [] })).status, 409);
  assert.equal((await server.admin("POST", `/people/${ana}/enable`, {})).status, 200);
  assert.equal((await server.admin("PUT", `/people/${bob}`, { roles: [] })).status, 200);
});

test("who is disabled is out at once, and signs in again only when enabled; roles change in sessions that go on", async () => {
  await using server = await openTestServer();
  await server.setUp();
  const bob = await invited(server, BOB);
  assert.equal((await bob.ask("GET", "/people")).status, 200);
  const { items } = (await server.admin("GET", "/people?search=bob")).body as { items: { id: string }[] };
  const url = `/people/${items[0]?.id}`;
  await server.admin("PUT", url, { roles: ["viewer"] });
  assert.equal((await bob.ask("GET", "/people")).status, 403);
  assert.equal((await server.admin("POST", `${url}/disable`, {})).body["state"], "disabled");
  assert.equal((await bob.ask("GET", "/account")).status, 401);
  const signIn = () => server.ask({ method: "POST", url: "/session", body: { name: "Bob", password: BOB.password } });
  const out = await signIn();
  assert.deepEqual([out.status, out.body["code"]], [401, "session.wrong"]);
  await server.admin("POST", `${url}/enable`, {});
  assert.equal((await signIn()).status, 200);
  assert.equal((await bob.ask("GET", "/account")).status, 401, "the old session stays ended");
});

test("an address is one person's, however it is written; two of one name sign in by mail, and the log tells them apart", async () => {
  await using server = await openTestServer();
  await server.setUp();
  await invited(server, BOB);
  const taken = await server.admin("POST", "/invitations", { mail: "bob@EXAMPLE.com", roles: ["viewer"] });
  assert.deepEqual([taken.status, taken.body["code"]], [409, "person.mail-taken"]);
  const other = await invited(server, { mail: "b2@example.com", name: "bob", organisation: "acme" });
  assert.equal(other.accepted.status, 200);
  const own = await other.ask("PUT", "/account", { mail: "BOB@example.com", password: "a password of twelve" });
  assert.deepEqual([own.status, own.body["code"]], [409, "person.mail-taken"]);
  await other.ask("PUT", "/account", { name: "BOB" });
  const { items } = (await server.admin("GET", "/audit")).body as { items: { actor: string; action: string }[] };
  assert.match(items.find(({ action }) => action === "account.put")?.actor ?? "", /^bob \(per-\w+\)$/);
  const byName = { name: "bob", password: BOB.password };
  assert.equal((await server.ask({ method: "POST", url: "/session", body: byName })).status, 200);
});

test("a change of a person that somebody else changed meanwhile is refused; people are found and paged", async () => {
  await using server = await openTestServer();
  await server.setUp();
  for (const n of [1, 2, 3]) await invited(server, { ...BOB, mail: `bob${n}@example.com`, name: `Bob ${n}` });
  const page = async (query: string) =>
    (await server.admin("GET", `/people?${query}`)).body as {
      items: { id: string; name: string }[];
      next: string | null;
    };
  const first = await page("search=bob&limit=2");
  const second = await page(`search=bob&limit=2&cursor=${first.next}`);
  assert.deepEqual(
    [...first.items, ...second.items].map(({ name }) => name),
    ["Bob 1", "Bob 2", "Bob 3"],
  );
  assert.equal(second.next, null);
  const stale = await server.ask({
    method: "PUT",
    url: `/people/${first.items[0]?.id}`,
    body: { roles: [] },
    bearer: server.adminToken,
    headers: { "if-match": '"r9"' },
  });
  assert.equal(stale.status, 412);
});
