import assert from "node:assert/strict";
import { test } from "node:test";
import { openTestServer } from "./server.testing.ts";

const ORDERS = `apis:
  orders:
    title: Orders
    at: https://api.example.com/v1
    window: 30 days
    perClient: true
    objectives:
      availability: 99.9% # what we promise
`;
const BILLING = `apis:
  billing: { objectives: { availability: 99.5% } }
`;

test("what a text says is made once; the same text then changes nothing", async () => {
  await using server = await openTestServer();
  const seen = await server.diff({ "a.yaml": ORDERS });
  assert.deepEqual(
    seen.body.changes?.map(({ kind, name, what }) => [kind, name, what]),
    [["api", "orders", "create"]],
  );
  const applied = await server.apply({ "a.yaml": ORDERS }, { revision: seen.body.revision });
  assert.equal(applied.status, 200);
  assert.deepEqual(
    server.told.map(({ what }) => what),
    ["put", "objectives"],
  );
  const again = await server.apply({ "a.yaml": ORDERS });
  assert.deepEqual([again.body.changes, again.body.unchanged], [[], 1]);
  assert.equal(server.told.length, 2, "nobody is told of what did not change");
});

test("what is printed says what is there: applied, it changes nothing", async () => {
  await using server = await openTestServer();
  await server.apply({ "a.yaml": `zone: Europe/Madrid\n${ORDERS}`, "b.yaml": `zone: Europe/Madrid\n${BILLING}` });
  const text = await server.export();
  assert.match(text, /99\.9% # what we promise/);
  const { body } = await server.diff({ "export.yaml": text });
  assert.deepEqual([body.changes, body.unchanged], [[], 2], text);
  assert.match(await server.export("?plan=main"), /^plan: main\nzone: Europe\/Madrid\n/);
  assert.equal(await server.export("?plan=other"), "plan: other\n");
});

test("what vanished from the texts is listed, and removed only when asked for", async () => {
  await using server = await openTestServer();
  await server.apply({ "a.yaml": ORDERS, "b.yaml": BILLING });
  const kept = await server.apply({ "a.yaml": ORDERS });
  assert.deepEqual([kept.body.left, kept.body.changes], [1, []]);
  assert.equal((await server.ask({ method: "GET", url: "/apis/billing" })).status, 200);
  const pruned = await server.apply({ "a.yaml": ORDERS }, { prune: true });
  assert.deepEqual(
    pruned.body.changes?.map(({ name, what }) => [name, what]),
    [["billing", "vanished"]],
  );
  assert.equal((await server.ask({ method: "GET", url: "/apis/billing" })).status, 404);
});

test("a text that names its configuration and nothing else owns nothing any more; an empty file says nothing", async () => {
  await using server = await openTestServer();
  await server.apply({ "a.yaml": ORDERS });
  assert.deepEqual((await server.diff({ "a.yaml": "# nothing\n" })).body.changes, []);
  const { body } = await server.diff({ "a.yaml": "plan: main\n" });
  assert.deepEqual(
    body.changes?.map(({ name, what }) => [name, what]),
    [["orders", "vanished"]],
  );
});

test("what changed since it was looked at is not overwritten", async () => {
  await using server = await openTestServer();
  const { body } = await server.diff({ "a.yaml": ORDERS });
  await server.ask({ method: "PUT", url: "/apis/other", body: { title: "Other" } });
  const { status, body: refused } = await server.apply({ "a.yaml": ORDERS }, { revision: body.revision });
  assert.deepEqual([status, refused.code], [412, "configuration.stale"]);
  assert.equal((await server.ask({ method: "GET", url: "/apis/orders" })).status, 404);
});

test("the console does not change what a text owns, takes over nothing silently, and can have it released", async () => {
  await using server = await openTestServer();
  await server.ask({ method: "PUT", url: "/apis/orders", body: { title: "By hand" } });
  const seen = await server.diff({ "a.yaml": ORDERS });
  assert.deepEqual(
    seen.body.changes?.map(({ what }) => what),
    ["adopt"],
  );
  await server.apply({ "a.yaml": ORDERS });
  for (const [method, url, body] of [
    ["PUT", "/apis/orders", { title: "x" }],
    ["DELETE", "/apis/orders", undefined],
  ] as const) {
    const refused = await server.ask({ method, url, ...(body === undefined ? {} : { body }) });
    assert.deepEqual([refused.status, refused.body.code], [409, "configuration.managed"]);
  }
  const listed = await server.ask({ method: "GET", url: "/configuration" });
  assert.deepEqual(listed.body.items, [{ kind: "api", name: "orders", managedBy: "main" }]);
  const release = { method: "POST", url: "/configuration/release", body: { kind: "api", name: "orders" } } as const;
  assert.equal((await server.ask(release)).status, 204);
  assert.equal((await server.ask({ method: "PUT", url: "/apis/orders", body: { title: "x" } })).status, 200);
  const absent = await server.ask({ ...release, body: { kind: "api", name: "none" } });
  assert.deepEqual([absent.status, absent.body.code], [404, "configuration.not-found"]);
});

test("an object belongs to one configuration: another one cannot have it, and is told where it stands", async () => {
  await using server = await openTestServer();
  await server.apply({ "a.yaml": ORDERS });
  const { status, body } = await server.apply({ "other.yaml": `plan: other\n${ORDERS}${BILLING.slice(6)}` });
  assert.deepEqual([status, body.code], [409, "configuration.owned-elsewhere"]);
  assert.match(body.detail ?? "", /other\.yaml, line 3, column 3: the api orders belongs to the configuration "main"/);
  assert.equal((await server.ask({ method: "GET", url: "/apis/billing" })).status, 404, "everything or nothing");
  const vanished = await server.diff({ "other.yaml": "plan: other\napis: { billing: {} }\n" });
  assert.deepEqual(
    vanished.body.changes?.map(({ name }) => name),
    ["billing"],
    "what is another's is not missed here",
  );
});

test("a text is no way around what its sender may not: each kind takes the permission of its own verbs", async () => {
  await using server = await openTestServer();
  const tokenOf = async (...scopes: string[]) =>
    (await server.ask({ method: "POST", url: "/tokens", body: { name: "t", scopes } })).body.token ?? "";
  const reads = await server.apply({ "a.yaml": ORDERS }, {}, await tokenOf("read"));
  assert.equal(reads.status, 403);
  const writes = await server.apply({ "a.yaml": ORDERS }, {}, await tokenOf("configuration:write"));
  assert.equal(writes.status, 200);
});

test("each object has its own entry in the audit log, with the names of what changed", async () => {
  await using server = await openTestServer();
  await server.apply({ "a.yaml": ORDERS, "b.yaml": BILLING });
  const { body } = await server.ask({ method: "GET", url: "/audit?limit=3" });
  const told = body.items?.map(({ action, subject }) => `${String(action)} ${String(subject)}`);
  assert.deepEqual(told, [
    "configuration.apply configuration:main",
    "configuration.create api:billing",
    "configuration.create api:orders",
  ]);
});

test("an API that a text promises nothing for keeps what is promised, and the console changes it once the API is released", async () => {
  await using server = await openTestServer();
  await server.apply({ "a.yaml": "apis: { orders: { title: Orders } }\n" });
  const text = async () => (await server.ask({ method: "GET", url: "/apis/orders/objectives-file" })).text;
  assert.equal(await text(), "# of orders\n");
  const { body } = await server.apply({ "a.yaml": "apis: { orders: { title: Other } }\n" });
  assert.deepEqual(body.changes?.[0]?.fields, [{ field: "title", from: "Orders", to: "Other" }]);
  assert.equal(await text(), "# of orders\n");
  const headers = { "content-type": "text/yaml" };
  const put = { method: "PUT" as const, url: "/apis/orders/objectives-file", body: "# others\n", headers };
  const refused = await server.ask(put);
  assert.deepEqual([refused.status, refused.body.code], [409, "configuration.managed"]);
  await server.ask({ method: "POST", url: "/configuration/release", body: { kind: "api", name: "orders" } });
  assert.equal((await server.ask(put)).status, 200);
});

test("parts that a later version uses are named, not refused", async () => {
  await using server = await openTestServer();
  const { body } = await server.diff({ "a.yaml": `status: {}\n${ORDERS}    budgetPolicy: []\n` });
  assert.deepEqual(body.remarks, ["a.yaml: status, apis.*.budgetPolicy are not used by this version yet."]);
});
