import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { openTestServer } from "./server.testing.ts";

const EXAMPLE = fileURLToPath(new URL("../../examples/plan", import.meta.url));
const FILES = { "plan.yaml": readFileSync(`${EXAMPLE}/plan.yaml`, "utf8") };
const REFERENCES = [
  { file: "plan.yaml", reference: "file:./acme.sha256", text: readFileSync(`${EXAMPLE}/acme.sha256`, "utf8") },
  {
    file: "plan.yaml",
    reference: "file:./orders.openapi.yaml",
    text: readFileSync(`${EXAMPLE}/orders.openapi.yaml`, "utf8"),
  },
];
/** Where the example's channel leads: no text that is printed has it. */
const ROOM = "https://chat.example.com/hooks/orders";
const MORE = { references: REFERENCES };

test("the shipped example defines everything that it names: applied once, it is there, and changes nothing again", async () => {
  await using server = await openTestServer();
  const applied = await server.apply(FILES, MORE);
  assert.equal(applied.status, 200, applied.text);
  const kinds = Map.groupBy(applied.body.changes ?? [], ({ kind }) => kind);
  const counts = Object.fromEntries([...kinds].map(([kind, changes]) => [kind, changes.length]));
  assert.deepEqual(counts, {
    person: 3,
    team: 1,
    api: 1,
    version: 1,
    environment: 1,
    organisation: 2,
    plan: 2,
    client: 2,
    schedule: 1,
    channel: 1,
    escalation: 2,
    routing: 1,
  });
  const again = await server.apply(FILES, MORE);
  assert.deepEqual(again.body.changes, []);
  const client = await server.ask({ method: "GET", url: "/clients/acme-shop" });
  assert.equal(client.status, 200);
  assert.match(client.text, /"organisation":"acme-ltd"/);
  const subscriptions = await server.ask({ method: "GET", url: "/subscriptions?client=acme-shop" });
  assert.match(subscriptions.text, /"state":"active"/);
  assert.match(subscriptions.text, /"plan":"gold"/);
});

test("everything that is printed is, applied, what is there", async () => {
  await using server = await openTestServer();
  await server.apply(FILES, MORE);
  const text = await server.export("?plan=main");
  assert.doesNotMatch(text, /[0-9a-f]{64}/, "no hash of a key is printed");
  const room = { file: "export.yaml", reference: "env:CHANNEL_ORDERS_ROOM", text: ROOM };
  const { body, status, text: told } = await server.diff({ "export.yaml": text }, { references: [room] });
  assert.equal(status, 200, told);
  assert.deepEqual([body.changes, body.unchanged], [[], 18], text);
});

test("the hash of a key is shown by its beginning only, and a key that the text does not list stays", async () => {
  await using server = await openTestServer();
  const { text } = await server.apply(FILES, MORE);
  assert.doesNotMatch(text, /[0-9a-f]{64}/);
  const other = `apis: {orders: {}}\nclients: {acme-shop: {organisation: acme-ltd, keys: [{sha256: ${"b".repeat(64)}}]}}\n`;
  const applied = await server.apply({ "other.yaml": other }, MORE);
  assert.equal(applied.status, 200, applied.text);
  const keys = await server.ask({ method: "GET", url: "/clients/acme-shop/keys" });
  assert.equal(keys.body.items?.length, 2, keys.text);
});

test("a client leaves a plan that its text names no longer, and is retired when its text does not name it at all", async () => {
  await using server = await openTestServer();
  await server.apply(FILES, MORE);
  const without = FILES["plan.yaml"].replace("plans: { orders: free }", "plans: {}");
  const left = await server.apply({ "plan.yaml": without }, MORE);
  assert.deepEqual(
    left.body.changes?.map(({ name, fields }) => [name, fields.map(({ field }) => field)]),
    [["bolt-fleet", ["plans"]]],
  );
  const live = await server.ask({ method: "GET", url: "/subscriptions?client=bolt-fleet&state=active" });
  assert.deepEqual(live.body.items, []);
  const [head = "", rest = ""] = without.split("  bolt-fleet:\n");
  const tail = rest.slice(rest.indexOf("\npeople:"));
  const gone = await server.apply({ "plan.yaml": `${head}${tail}` }, { ...MORE, prune: true });
  assert.equal(gone.status, 200, gone.text);
  assert.match((await server.ask({ method: "GET", url: "/clients/bolt-fleet" })).text, /"retiredAt":"2027/);
});

test("renaming keeps the client, and what is not valid is refused at its place", async () => {
  await using server = await openTestServer();
  await server.apply(FILES, MORE);
  const renamed = FILES["plan.yaml"].replace("  bolt-fleet:\n", "  bolt-cars:\n    was: bolt-fleet\n");
  const { body, text } = await server.apply({ "plan.yaml": renamed }, MORE);
  assert.deepEqual(
    body.changes?.map(({ kind, name, what }) => [kind, name, what]),
    [["client", "bolt-cars", "change"]],
    text,
  );
  const same = await server.ask({ method: "GET", url: "/clients/bolt-fleet" });
  assert.match(same.text, /"client":"bolt-cars"/, "its former name still finds it");
  const faulty = FILES["plan.yaml"].replace("rateLimit: 5/s", "rateLimit: often").replace("billing:", "bililng:");
  const refused = await server.apply({ "plan.yaml": faulty }, MORE);
  assert.equal(refused.status, 422);
  assert.match(refused.body.detail ?? "", /plan\.yaml, line 21, column 3: plan free: rateLimit/);
  assert.match(refused.body.detail ?? "", /organisation acme-ltd: "bililng" is no kind of contact/);
});

test("each object can be released, and then belongs to people", async () => {
  await using server = await openTestServer();
  await server.apply(FILES, MORE);
  const { body } = await server.ask({ method: "GET", url: "/configuration" });
  assert.equal(body.items?.length, 18);
  for (const { kind, name } of body.items ?? []) {
    const released = await server.ask({ method: "POST", url: "/configuration/release", body: { kind, name } });
    assert.equal(released.status, 204, `${String(kind)} ${String(name)}: ${released.text}`);
  }
  assert.deepEqual((await server.ask({ method: "GET", url: "/configuration" })).body.items, []);
  const put = await server.ask({ method: "PUT", url: "/plans/gold", body: { title: "Golden" } });
  assert.equal(put.status, 200, put.text);
});

test("somebody whom a text brings is invited once, by a link where no mail is set up, and signs in with the roles of the text", async () => {
  await using server = await openTestServer();
  const plan = { "a.yaml": "people:\n  ana: { name: Ana, mail: ana@example.com, roles: [operator] }\n  ben: {}\n" };
  const seen = await server.diff(plan);
  assert.deepEqual(
    seen.body.changes?.map(({ effects }) => effects?.map(({ text }) => text)),
    [["ana@example.com will be invited, by a link to hand over, since no mail is set up."], undefined],
  );
  const applied = await server.apply(plan);
  const token = /token=(\S+)/.exec(applied.body.changes?.[0]?.effects?.[0]?.text ?? "")?.[1];
  assert.deepEqual((await server.apply(plan)).body.changes, []);
  const renamed = await server.apply({ "a.yaml": plan["a.yaml"].replace("name: Ana", "name: Anna") });
  assert.equal(renamed.body.changes?.[0]?.effects, undefined, "once");
  const body = { token, password: "a password of twelve" };
  const offered = await server.ask({ method: "GET", url: `/invitation-offer?token=${token}` });
  assert.match(offered.text, /"roles":\["operator"\]/);
  const accepted = await server.ask({ method: "POST", url: "/invitations/accept", body });
  assert.equal(accepted.status, 200, accepted.text);
  assert.match(accepted.text, /"roles":\["operator"\]/);
  const moved = await server.apply({ "a.yaml": plan["a.yaml"].replace("ana@", "anna@") });
  assert.equal(moved.body.changes?.[0]?.effects, undefined, "who has a password needs no link");
});

test("who may write a configuration but not people applies no text that changes people", async () => {
  await using server = await openTestServer();
  const made = await server.ask({
    method: "POST",
    url: "/tokens",
    body: { name: "t", scopes: ["configuration:write"] },
  });
  const refused = await server.apply(FILES, MORE, made.body.token);
  assert.deepEqual([refused.status, refused.body.code], [403, "configuration.not-permitted"]);
  assert.match(refused.body.detail ?? "", /person:write/);
});

test("with a client its keys and plans end, each in the audit log, and none of them comes back with it", async () => {
  await using server = await openTestServer();
  await server.apply(FILES, MORE);
  await server.ask({ method: "POST", url: "/configuration/release", body: { kind: "client", name: "acme-shop" } });
  const shown = (url: string) => server.ask({ method: "GET", url });
  const retired = await server.ask({ method: "PUT", url: "/clients/acme-shop", body: { retired: true } });
  assert.equal(retired.status, 200, retired.text);
  assert.deepEqual((await shown("/subscriptions?client=acme-shop&state=active")).body.items, []);
  const { body } = await shown("/audit?limit=3");
  assert.deepEqual(
    body.items?.map(({ action, facts }) => [action, (facts as { reason?: string }).reason]),
    [
      ["client.put", undefined],
      ["subscription.end", "the client was retired"],
      ["key.revoke", "the client was retired"],
    ],
  );
  await server.ask({ method: "PUT", url: "/clients/acme-shop", body: { retired: false } });
  assert.deepEqual((await shown("/subscriptions?client=acme-shop&state=active")).body.items, []);
  const keys = (await shown("/clients/acme-shop/keys")).body.items;
  assert.deepEqual(
    keys?.map(({ state }) => state),
    ["revoked"],
  );
});

test("a client that a text brings back has none of the keys that were revoked with it, and a text that lists one is refused at its place", async () => {
  await using server = await openTestServer();
  await server.apply(FILES, MORE);
  await server.ask({ method: "POST", url: "/configuration/release", body: { kind: "client", name: "acme-shop" } });
  await server.ask({ method: "DELETE", url: "/clients/acme-shop" });
  for (const verb of ["diff", "apply"] as const) {
    const { status, body } = await server[verb](FILES, MORE);
    assert.deepEqual([status, body.code], [422, "configuration.invalid"], verb);
    assert.match(
      body.detail ?? "",
      /plan\.yaml, line \d+, column 3: client acme-shop: The key whose SHA-256 begins with/,
    );
    assert.match(body.detail ?? "", /was revoked on 2027-\S+, .*Take it out, and give the client a new key/);
  }
  assert.match((await server.ask({ method: "GET", url: "/clients/acme-shop" })).text, /"retiredAt":"2027/, "still");
  const without = { "plan.yaml": FILES["plan.yaml"].replace(/\n +keys:.*acme\.sha256.*/, "") };
  assert.notEqual(without["plan.yaml"], FILES["plan.yaml"]);
  const back = await server.apply(without, MORE);
  assert.equal(back.status, 200, back.text);
  const client = await server.ask({ method: "GET", url: "/clients/acme-shop" });
  assert.match(client.text, /"retiredAt":null/);
  assert.deepEqual((await server.diff(without, MORE)).body.changes, []);
  const keys = (await server.ask({ method: "GET", url: "/clients/acme-shop/keys" })).body.items;
  assert.deepEqual(
    keys?.map(({ state }) => state),
    ["revoked"],
  );
});

test("how requests reach an API is applied, shown over HTTP, and printed as it was written", async () => {
  await using server = await openTestServer();
  const reach = [
    "    records: log",
    "    upstream: {targets: [http://10.0.0.5:8080], answerTimeout: 5 s, health: {path: /healthz}}",
    "    logs: [{path: /var/log/orders.json, format: nginx-json, client: 'field:client'}]",
    "    client: {anonymous: true}",
  ];
  const files = { "plan.yaml": `apis:\n  orders:\n${reach.join("\n")}\n` };
  const applied = await server.apply(files);
  assert.equal(applied.status, 200, applied.text);
  const shown = JSON.parse((await server.ask({ method: "GET", url: "/apis/orders" })).text) as Record<string, unknown>;
  assert.deepEqual(
    [shown["records"], shown["client"], shown["logs"]],
    ["log", { anonymous: true }, [{ path: "/var/log/orders.json", format: "nginx-json", client: "field:client" }]],
  );
  assert.deepEqual((await server.diff({ "again.yaml": await server.export("?plan=main") })).body.changes, []);
  const without = await server.apply({ "plan.yaml": "apis: {orders: {}}\n" });
  assert.equal(without.status, 200, without.text);
  assert.match((await server.ask({ method: "GET", url: "/apis/orders" })).text, /"upstream":null,"logs":null/);
  const wrong = await server.apply({
    "plan.yaml": "apis: {orders: {upstream: {targets: [ftp://x], retries: 9, idleTimeout: soon}}}\n",
  });
  assert.equal(wrong.status, 422, wrong.text);
});
