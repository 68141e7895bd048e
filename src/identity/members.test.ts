import assert from "node:assert/strict";
import { test } from "node:test";
import { openPostbox } from "./postbox.testing.ts";
import { insertInvitation } from "./store/invitations.ts";
import { openTestServer, PASSWORD } from "./server.testing.ts";
import { invited, tokenOf } from "./visitor.testing.ts";

const MINUTE_MS = 60_000;

test("a developer invites into the own organisation by a letter, and removes who left; the link is nobody else's to see", async () => {
  await using smtp = await openPostbox();
  await using server = await openTestServer({ smtpPort: smtp.port });
  await using handed = await openTestServer();
  await server.setUp();
  await handed.setUp();
  await server.admin("POST", "/organisations/acme/invitations", { mail: "dev@acme.example" });
  await server.work();
  const token = tokenOf(smtp.arrived[0]?.text ?? "");
  const body = { token, name: "Dev", password: PASSWORD };
  const accepted = await server.ask({ method: "POST", url: "/invitations/accept", body });
  const { csrf } = accepted.body;
  const cookie = String(accepted.headers["set-cookie"]).split(";")[0] ?? "";
  const ask = (method: "GET" | "POST" | "DELETE", url: string, given?: unknown) =>
    server.ask({ method, url, body: given, cookie, headers: { "x-csrf-token": String(csrf) } });
  const sent = await ask("POST", "/organisations/acme/invitations", { mail: "two@acme.example" });
  assert.deepEqual([sent.status, sent.body["link"]], [201, null]);
  for (const url of ["/organisations/bolt/invitations", "/organisations/none/invitations"]) {
    assert.deepEqual((await ask("POST", url, { mail: "x@y.z" })).body["code"], "own.not-found");
  }
  assert.equal((await ask("GET", "/organisations/bolt/people")).status, 404);
  assert.equal((await ask("POST", "/invitations", { mail: "x@y.z", roles: ["viewer"] })).status, 403);
  const { people, invitations } = (await ask("GET", "/organisations/acme/people")).body as {
    people: { id: string; name: string }[];
    invitations: { id: string; mail: string }[];
  };
  assert.deepEqual(
    [people.map(({ name }) => name), invitations.map(({ mail }) => mail)],
    [["Dev"], ["two@acme.example"]],
  );
  const revoke = `/organisations/acme/invitations/${invitations[0]?.id}`;
  assert.equal((await ask("DELETE", revoke)).status, 204);
  assert.equal((await ask("DELETE", `/organisations/acme/people/${people[0]?.id}`)).status, 204);
  assert.equal((await ask("GET", "/organisations/acme/people")).status, 403, "who left sees nothing from then on");
  const off = await invited(handed, { mail: "d@acme.example", name: "Dev", organisation: "acme" });
  const refused = await off.ask("POST", "/organisations/acme/invitations", { mail: "x@y.z" });
  assert.deepEqual([refused.status, refused.body["code"]], [503, "mail.off"]);
});

test("to invite an address that somebody has, and one that nobody has, looks the same; its owner joins with the own password", async () => {
  await using server = await openTestServer();
  await server.setUp();
  const password = "a password of twelve";
  await invited(server, { mail: "dev@acme.example", name: "Dev", organisation: "acme", password });
  const told = [];
  for (const mail of ["dev@acme.example", "nobody@acme.example"]) {
    const { status, body } = await server.admin("POST", "/organisations/bolt/invitations", { mail });
    told.push([status, Object.keys(body).toSorted()]);
    if (mail.startsWith("nobody")) continue;
    const token = tokenOf(String(body["link"]));
    const accept = (given: string) =>
      server.ask({ method: "POST", url: "/invitations/accept", body: { token, name: "Eve", password: given } });
    assert.equal((await accept("another password here")).body["code"], "session.wrong");
    const joined = await accept(password);
    const { person } = joined.body as { person: { name: string; organisations: string[] } };
    assert.deepEqual([person.name, person.organisations], ["Dev", ["acme", "bolt"]]);
  }
  assert.deepEqual(told[0], told[1]);
});

test("an organisation writes to a bounded number of strangers, and to one address not twice in a minute", async () => {
  await using smtp = await openPostbox();
  await using server = await openTestServer({ smtpPort: smtp.port });
  await server.setUp();
  await server.admin("POST", "/organisations/acme/invitations", { mail: "dev@acme.example" });
  await server.work();
  const token = tokenOf(smtp.arrived[0]?.text ?? "");
  const accepted = await server.ask({
    method: "POST",
    url: "/invitations/accept",
    body: { token, name: "Dev", password: PASSWORD },
  });
  const cookie = String(accepted.headers["set-cookie"]).split(";")[0] ?? "";
  const headers = { "x-csrf-token": String(accepted.body["csrf"]) };
  const post = async (mail: string) =>
    (await server.ask({ method: "POST", url: "/organisations/acme/invitations", body: { mail }, cookie, headers }))
      .body["code"];
  assert.equal(await post("one@x.org"), undefined);
  assert.equal(await post("ONE@x.org"), "invitation.too-soon");
  server.clock.at += MINUTE_MS;
  assert.equal(await post("one@x.org"), undefined);
  for (let n = 4; n <= 20; n++) assert.equal(await post(`n${n}@x.org`), undefined);
  assert.equal(await post("last@x.org"), "invitation.too-many");
});

test("an organisation that invites as many as it can takes nothing from another one, and all of them nothing from the provider", async () => {
  await using server = await openTestServer();
  const { at } = server.clock;
  await server.state.transact(async (tx) => {
    for (let n = 0; n < 1_200; n++) {
      const key = `n${n}@x.org`;
      await insertInvitation(tx, {
        id: `inv_${n}`,
        sha256: String(n),
        mail: key,
        mail_key: key,
        name: null,
        roles: "[]",
        organisation: n < 50 ? "acme" : `other-${n % 40}`,
        person_id: null,
        created_at: at,
        created_by: "Dev",
        sent_at: at - MINUTE_MS,
        expires_at: at + MINUTE_MS,
      });
    }
  });
  const invite = async (url: string, mail: string, roles?: string[]) =>
    (await server.admin("POST", url, { mail, ...(roles === undefined ? {} : { roles }) })).body["code"];
  assert.equal(await invite("/organisations/acme/invitations", "one@x.org"), "invitation.too-many");
  assert.equal(await invite("/organisations/acme/invitations", "n1@x.org"), undefined, "a new letter is no more");
  assert.equal(await invite("/organisations/bolt/invitations", "two@x.org"), undefined);
  assert.equal(await invite("/invitations", "ana@example.com", ["viewer"]), undefined);
});
