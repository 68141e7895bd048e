import assert from "node:assert/strict";
import { test } from "node:test";
import { existingClient } from "./actions/existing-client.ts";
import { saveClient } from "./actions/save-client.ts";
import { saveOrganisation } from "./actions/save-organisation.ts";
import { openTwoHouses } from "./server.testing.ts";

type House = Awaited<ReturnType<typeof openTwoHouses>>;
/** What each route that names a thing needs besides its path, so that its input has no fault. */
const BODIES: Readonly<Record<string, object>> = {
  "POST /organisations/:organisation/contacts": { kind: "legal", mail: "x@example.com" },
  "PUT /organisations/:organisation/contacts/:contact": { notices: [] },
  "POST /clients/:client/claims": { name: "x" },
  "PUT /clients/:client/keys/:key": { expiresAt: null },
  "POST /clients/:client/foreign-keys": { sha256: "0".repeat(64) },
};
const QUERIES: Readonly<Record<string, string>> = { "DELETE /clients/:client/claims": "?name=x" };

test("on every route a developer is told the same of another's thing as of one that is not there, byte for byte", async () => {
  await using server = await openTwoHouses();
  const theirs = await thingsOf(server, "bolt", "bolt-pay");
  const absent = {
    organisation: "none",
    client: "none",
    key: `key_${"0".repeat(26)}`,
    contact: `con_${"0".repeat(26)}`,
  };
  let asked = 0;
  for (const { method, url } of server.clients.routes) {
    if (!url.includes(":")) continue;
    const answers = [];
    for (const things of [theirs, absent]) answers.push(await askAs(server, { method, url, things }));
    const [another, none] = answers;
    assert.ok(another !== undefined && [403, 404].includes(another.status), `${method} ${url}: ${another?.text}`);
    assert.deepEqual(bare(another), none === undefined ? {} : bare(none), `${method} ${url}`);
    asked++;
  }
  assert.ok(asked >= 17, String(asked));
  for (const name of ["id", "revision", "retiredAt"]) {
    assert.equal((await server.get("/clients/bolt-pay")).body[name], theirs.before[name]);
  }
});

test("a key or contact of another is not reached through the own client or organisation either", async () => {
  await using server = await openTwoHouses();
  const theirs = await thingsOf(server, "bolt", "bolt-pay");
  const absent = { key: `key_${"0".repeat(26)}`, contact: `con_${"0".repeat(26)}` };
  for (const { method, url } of server.clients.routes) {
    if (!/:(?:key|contact)/.test(url)) continue;
    const own = { organisation: "acme", client: "acme-shop" };
    const another = await askAs(server, { method, url, things: { ...theirs, ...own } });
    const none = await askAs(server, { method, url, things: { ...absent, ...own } });
    assert.ok(another.status === 404 || another.status === 503, `${method} ${url}: ${another.text}`);
    assert.deepEqual(bare(another), bare(none), `${method} ${url}`);
  }
});

test("lists, their totals and their cursors tell a developer of the own organisations only, whatever is asked", async () => {
  await using server = await openTwoHouses();
  await server.put("/clients/acme-till", { organisation: "acme" });
  const asked = ["", "?organisation=bolt", "?q=bolt", "?q=pay", "?state=all&sort=newest", "?organisation=acme&limit=1"];
  for (const query of asked) {
    const { text, body } = await server.acme.get(`/clients${query}`);
    assert.ok(!text.includes("bolt"), query);
    const own = query === "" || query.includes("acme") || query.includes("newest") ? 2 : 0;
    assert.equal(body["total"], own, query);
  }
  const all = (await server.get("/clients?limit=1")).body["next"];
  assert.ok(!(await server.acme.get(`/clients?cursor=${String(all)}`)).text.includes("bolt"));
  const organisations = await server.acme.get("/organisations");
  assert.deepEqual([organisations.body["total"], organisations.text.includes("bolt")], [1, false]);
  const nobody = await server.developer("Nell of nowhere", []);
  assert.equal((await nobody.get("/clients")).status, 403);
});

test("a developer cannot learn whether a name is taken, and cannot take over whose traffic is whose", async () => {
  await using server = await openTwoHouses();
  await server.post("/clients/bolt-pay/claims", { name: "Bolt/1.0" });
  const answers = [];
  for (const name of ["bolt-pay", "free-name"]) {
    answers.push(bare(await server.acme.put(`/clients/${name}`, { organisation: "acme" })));
  }
  assert.deepEqual(answers[0], answers[1]);
  const tries = [{ was: "acme-shop" }, { seenAs: ["Bolt/1.0"] }, { seenAs: ["free"] }, { organisation: "bolt" }];
  const refused = [];
  for (const body of tries) refused.push((await server.acme.put("/clients/acme-shop", body)).body["code"]);
  assert.deepEqual(
    refused,
    tries.map(() => "client.providers-own"),
  );
  for (const name of ["Bolt/1.0", "free"]) {
    assert.equal((await server.acme.post("/clients/acme-shop/claims", { name })).status, 403);
  }
  assert.equal((await server.acme.put("/organisations/acme", { note: "we owe nothing" })).status, 403);
});

test("a developer makes a client of the own organisation, under a name that is made for it, and nobody else's", async () => {
  await using server = await openTwoHouses();
  const made = await server.acme.post("/clients", { organisation: "acme", title: "Till" });
  assert.equal(made.status, 201);
  assert.match(String(made.body["client"]), /^acme-[0-9a-z]{8}$/);
  assert.equal((await server.acme.get("/organisations/acme")).body["note"], null);
  for (const organisation of ["bolt", "none"]) {
    assert.equal((await server.acme.post("/clients", { organisation, title: "Till" })).body["code"], "own.not-found");
  }
  assert.equal((await server.acme.remove(`/clients/${String(made.body["client"])}`)).status, 204);
  assert.equal((await server.acme.remove("/organisations/acme")).status, 403);
});

async function thingsOf(server: House, organisation: string, client: string) {
  const key = (await server.post(`/clients/${client}/keys`)).body;
  const contact = await server.post(`/organisations/${organisation}/contacts`, {
    kind: "billing",
    mail: "a@example.com",
  });
  const before = (await server.get(`/clients/${client}`)).body;
  return { organisation, client, key: String(key["id"]), contact: String(contact.body["id"]), before };
}

interface AskedAs {
  readonly method: "GET" | "POST" | "PUT" | "DELETE";
  readonly url: string;
  readonly things: Readonly<Record<string, unknown>>;
}

async function askAs(server: House, { method, url, things }: AskedAs) {
  const place = `${method} ${url}`;
  const path = url.replaceAll(/:([a-z]+)/g, (_all, name: string) => String(things[name]));
  const isBody = method === "PUT" || method === "POST";
  return server.acme.ask({
    method,
    url: `${path}${QUERIES[place] ?? ""}`,
    body: isBody ? (BODIES[place] ?? {}) : undefined,
  });
}

/** An answer without what differs from request to request. */
function bare({ status, body }: { status: number; body: Readonly<Record<string, unknown>> }) {
  const { requestId: _id, ...rest } = body;
  return { status, ...rest };
}

test("what a configuration text keeps is refused to a developer, and shown, without a word of how the provider keeps it", async () => {
  await using server = await openTwoHouses();
  const saving = { now: server.clock.at, nextId: (prefix: string) => prefix, managedBy: "secret-plan" };
  await server.state.transact(async (tx) => {
    await saveOrganisation(tx, { organisation: "acme", title: "Acme", note: "", contacts: [] }, saving);
    const client = await existingClient(tx, "acme-shop");
    await saveClient(tx, client, { ...saving, changed: () => undefined });
  });
  const contact = { kind: "legal", mail: "x@example.com" };
  const answers = [
    await server.acme.put("/clients/acme-shop", { title: "x" }),
    await server.acme.remove("/clients/acme-shop"),
    await server.acme.post("/organisations/acme/contacts", contact),
  ];
  for (const { status, body, text } of answers) {
    assert.deepEqual([status, body["code"]], [409, "own.kept-by-provider"], text);
    assert.match(String(body["detail"]), /Ask the provider/);
  }
  const shown = [await server.acme.get("/clients"), await server.acme.get("/organisations/acme")];
  for (const { text } of [...answers, ...shown]) assert.doesNotMatch(text, /secret-plan|configuration|apply/);
  assert.equal((await server.get("/clients/acme-shop")).body["managedBy"], "secret-plan");
  assert.equal((await server.acme.get("/clients/acme-shop")).body["managedBy"], "provider");
  assert.equal((await server.put("/clients/acme-shop", { title: "x" })).body["code"], "configuration.managed");
});
