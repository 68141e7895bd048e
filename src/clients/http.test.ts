import assert from "node:assert/strict";
import { test } from "node:test";
import { openTestServer, openTwoHouses } from "./server.testing.ts";

const namesOf = (body: Readonly<Record<string, unknown>>, key = "client"): string[] =>
  (body["items"] as Record<string, string>[]).map((item) => item[key] ?? "");

test("an organisation and its client are made, changed by what is given, and the change of an old revision is refused", async () => {
  await using server = await openTestServer();
  assert.equal((await server.put("/organisations/acme", { title: "Acme Ltd", note: "big" })).status, 200);
  const made = await server.put("/clients/shop", { organisation: "acme", seenAs: ["Shop/1.0"] });
  const { id, ...rest } = made.body;
  assert.match(String(id), /^cli_/);
  const first = {
    client: "shop",
    title: "shop",
    description: "",
    organisation: "acme",
    environment: null,
    seenAs: ["Shop/1.0"],
    formerNames: [],
    createdAt: "2027-01-15T00:00:00.000Z",
    retiredAt: null,
    revision: 1,
    managedBy: null,
  };
  assert.deepEqual([made.status, rest, made.etag], [200, first, '"r1"']);
  const changed = await server.put("/clients/shop", { title: "The shop" }, { "if-match": '"r1"' });
  assert.deepEqual(changed.body, { id, ...first, title: "The shop", revision: 2 });
  assert.equal((await server.put("/clients/shop", { title: "B" }, { "if-match": '"r1"' })).status, 412);
  assert.equal((await server.put("/clients/none", { title: "B" })).body["code"], "request.invalid");
  assert.equal((await server.put("/clients/none", { organisation: "none" })).body["code"], "organisation.unknown");
  assert.equal((await server.remove("/organisations/acme")).body["code"], "organisation.has-clients");
  assert.equal((await server.get("/organisations/acme")).body["clients"], 1);
});

test("a renamed client keeps its id, and its old name leads to it; retired, it stays and comes back", async () => {
  await using server = await openTwoHouses();
  const { id } = (await server.get("/clients/acme-shop")).body;
  const renamed = await server.put("/clients/market", { was: "acme-shop" });
  assert.deepEqual([renamed.body["id"], renamed.body["formerNames"]], [id, ["acme-shop"]]);
  for (const name of ["acme-shop", "market", String(id)]) {
    assert.equal((await server.get(`/clients/${name}`)).body["client"], "market", name);
  }
  const taken = await server.put("/clients/acme-shop", { organisation: "bolt" });
  assert.deepEqual([taken.status, taken.body["code"]], [409, "client.name-taken"]);
  assert.equal((await server.remove("/clients/market")).status, 204);
  assert.equal((await server.get("/clients/market")).body["retiredAt"], "2027-01-15T00:00:00.000Z");
  assert.deepEqual(namesOf((await server.get("/clients")).body), ["bolt-pay"]);
  assert.deepEqual(namesOf((await server.get("/clients?state=retired")).body), ["market"]);
  assert.equal((await server.put("/clients/market", { retired: false })).body["retiredAt"], null);
});

test("clients are found by any of their names, title or organisation; signs of patterns stand for themselves", async () => {
  await using server = await openTwoHouses();
  await server.put("/clients/acme-shop", { title: "100%_Übershop!", seenAs: ["Mozilla/5.0 (X11)"] });
  const found = async (q: string): Promise<string[]> =>
    namesOf((await server.get(`/clients?state=all&q=${encodeURIComponent(q)}`)).body);
  for (const q of ["SHOP", "über", "100%_", "p!", "mozilla/5.0 (x", "acme"]) {
    assert.deepEqual(await found(q), ["acme-shop"], q);
  }
  for (const q of ["%_%_", "nobody", "'; drop table clients_clients; --", "\\"]) {
    assert.deepEqual(await found(q), [], q);
  }
  assert.deepEqual(namesOf((await server.get("/organisations?q=bolt")).body, "organisation"), ["bolt"]);
  assert.equal((await server.get(`/clients?q=${"x".repeat(101)}`)).status, 422);
});

test("pages follow each other in every order, without a gap and without one twice", async () => {
  await using server = await openTwoHouses();
  for (let n = 0; n < 7; n++) {
    server.clock.at += n % 2;
    await server.put(`/clients/c-${n}`, { organisation: n % 2 === 0 ? "acme" : "bolt", title: `T${n % 3}` });
  }
  for (const sort of ["client", "title", "organisation", "newest"]) {
    const seen: string[] = [];
    let cursor: string | null = "";
    while (cursor !== null) {
      const { body } = await server.get(`/clients?limit=2&sort=${sort}${cursor === "" ? "" : `&cursor=${cursor}`}`);
      assert.equal(body["total"], 9);
      seen.push(...namesOf(body));
      cursor = body["next"] as string | null;
    }
    assert.deepEqual(seen.toSorted(), namesOf((await server.get("/clients?limit=200")).body), sort);
    const whole = namesOf((await server.get(`/clients?limit=200&sort=${sort}`)).body);
    assert.deepEqual(seen, whole);
  }
  const other = (await server.get("/clients?limit=2&sort=title")).body["next"];
  assert.equal((await server.get(`/clients?sort=client&cursor=${String(other)}`)).body["code"], "request.cursor");
});

test("a claimed name stands for its client until it is released; a name of another client cannot be claimed", async () => {
  await using server = await openTwoHouses();
  const name = "=cmd|' /C calc'!A0 <img src=x onerror=alert(1)>\u0001\u202e";
  const claimed = await server.post("/clients/acme-shop/claims", { name });
  assert.deepEqual(claimed.body["seenAs"], [name]);
  assert.equal((await server.post("/clients/bolt-pay/claims", { name })).body["code"], "client.name-taken");
  assert.equal((await server.post("/clients/bolt-pay/claims", { name: "acme-shop" })).status, 409);
  const undone = await server.remove(`/clients/acme-shop/claims?name=${encodeURIComponent(name)}`);
  assert.deepEqual(undone.body["seenAs"], []);
  assert.equal((await server.post("/clients/bolt-pay/claims", { name })).status, 200);
  assert.equal((await server.remove(`/clients/acme-shop/claims?name=none`)).body["code"], "client.not-claimed");
  for (const bad of ["", "  ", "x".repeat(201), 7, "a\0b", "\ud800", "__unattributed__", "__other__"]) {
    assert.equal((await server.post("/clients/acme-shop/claims", { name: bad })).status, 422);
  }
});

test("contacts are told of what they chose, and are verified by a link that works once, and not for ever", async () => {
  await using server = await openTwoHouses();
  const url = "/organisations/acme/contacts";
  const { body: contact } = await server.post(url, { kind: "operations", mail: "ops@acme.example" });
  assert.deepEqual(contact["notices"], ["incidents", "maintenance", "quota"]);
  assert.equal((await server.post(url, { kind: "operations", mail: "OPS@acme.example" })).status, 409);
  assert.equal((await server.post(url, { kind: "operations", mail: "not a mail" })).status, 422);
  const place = `${url}/${String(contact["id"])}`;
  assert.deepEqual((await server.put(place, { notices: ["quota", "quota"] })).body["notices"], ["quota"]);
  const token = async (): Promise<string> =>
    String((await server.post(`${place}/verification`)).body["link"]).split("#")[1] ?? "";
  const [older, newer] = [await token(), await token()];
  const verify = (link: string) => server.ask({ method: "POST", url: "/contact-verifications", body: { token: link } });
  for (const dead of [older, "", "x", newer.slice(1)]) assert.equal((await verify(dead)).status, 404, dead);
  const verified = await verify(newer);
  assert.deepEqual(verified.body, { organisation: "acme Ltd", mail: "ops@acme.example", kind: "operations" });
  assert.equal((await verify(newer)).body["code"], "contact.dead-link");
  const [shown] = (await server.get("/organisations/acme")).body["contacts"] as { verifiedAt: string }[];
  assert.equal(shown?.verifiedAt, "2027-01-15T00:00:00.000Z");
  const late = await token();
  server.clock.at += 7 * 86_400_000;
  assert.equal((await verify(late)).status, 404);
  assert.equal((await server.remove(place)).status, 204);
  assert.equal((await server.remove(place)).status, 404);
});

test("a developer is never handed the link that would verify an address nobody read; with mail it is sent", async () => {
  const letters: string[] = [];
  const order = (_tx: unknown, { mail }: { mail: string }): Promise<void> => {
    letters.push(mail);
    return Promise.resolve();
  };
  for (const options of [{}, { order }]) {
    await using server = await openTwoHouses(options);
    const { body } = await server.acme.post("/organisations/acme/contacts", { kind: "legal", mail: "me@acme.example" });
    const asked = await server.acme.post(`/organisations/acme/contacts/${String(body["id"])}/verification`);
    if ("order" in options) {
      assert.deepEqual([asked.status, asked.body["link"], letters], [201, null, ["me@acme.example"]]);
    } else {
      assert.deepEqual([asked.status, asked.body["code"]], [503, "contact.no-mail"]);
    }
  }
});

test("a body cannot set what is not its to set", async () => {
  await using server = await openTwoHouses();
  const bodies = [
    { id: "cli_1" },
    { revision: 7 },
    { managedBy: "main" },
    { managed_by: "main" },
    { created_at: 1 },
    { search: "x" },
    { retiredAt: null },
    { client: "other" },
    { title: { $ne: "" } },
  ];
  for (const body of bodies) {
    assert.equal((await server.put("/clients/acme-shop", body)).status, 422, JSON.stringify(body));
    assert.equal((await server.acme.put("/clients/acme-shop", body)).status, 422, JSON.stringify(body));
  }
  for (const body of [{ clients: 3 }, { contacts: [] }, { managedBy: null }, { organisation: "bolt" }]) {
    assert.equal((await server.put("/organisations/acme", body)).status, 422, JSON.stringify(body));
  }
  for (const body of [{ id: "key_1" }, { sha256: "0".repeat(64) }, { lookup: "AAAAAAAA" }, { createdBy: "x" }]) {
    assert.equal((await server.post("/clients/acme-shop/keys", body)).status, 422, JSON.stringify(body));
  }
});

test("text from people comes back as the data that it is", async () => {
  await using server = await openTwoHouses();
  const hostile = `<script>alert("1")</script>'; drop table clients_clients; -- \u2028 {{7*7}} \u202e`;
  await server.put("/organisations/acme", { title: hostile, note: hostile });
  await server.put("/clients/acme-shop", { title: hostile, description: hostile, seenAs: [hostile] });
  const client = await server.get("/clients/acme-shop");
  const { title, description, seenAs } = client.body;
  assert.deepEqual([title, description, seenAs], [hostile, hostile, [hostile]]);
  assert.equal((await server.get("/organisations/acme")).body["note"], hostile);
  assert.equal(client.headers["content-type"], "application/json; charset=utf-8");
});

test("a list asked for one name gives that client, also by a name that it had, and nothing where there is none", async () => {
  await using server = await openTestServer();
  await server.put("/organisations/acme", { title: "Acme" });
  await server.put("/clients/acme-app", { organisation: "acme", title: "App" });
  await server.put("/clients/acme-shop", { was: "acme-app" });
  const named = async (name: string) =>
    (await server.get(`/clients?client=${name}`)).body["items"] as { client: string }[];
  const found = [...(await named("acme-shop")), ...(await named("acme-app"))];
  assert.deepEqual(
    found.map(({ client }) => client),
    ["acme-shop", "acme-shop"],
  );
  assert.deepEqual(await named("acme"), []);
  assert.equal((await server.get("/clients?client=%00")).status, 422);
});
