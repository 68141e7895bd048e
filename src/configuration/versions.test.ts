import assert from "node:assert/strict";
import { test } from "node:test";
import { openTestServer } from "./server.testing.ts";

const HEAD = "openapi: 3.1.0\ninfo: {title: Orders, version: '1'}\n";
const FIRST = `${HEAD}paths:\n  /orders: {get: {}, post: {}}\n`;
const SECOND = `${HEAD}paths:\n  /orders: {get: {}}\n  /items: {get: {}}\n`;

const documents = (texts: Readonly<Record<string, string>>) => ({
  references: Object.entries(texts).map(([name, text]) => ({ file: "a.yaml", reference: `file:${name}`, text })),
});
const planOf = (versions: string, more = "") => ({ "a.yaml": `apis:\n  orders:\n    versions: ${versions}\n${more}` });

test("an openapi at an API is the document of its only version, v1, which is live: requests are named by it", async () => {
  await using server = await openTestServer();
  const plan = { "a.yaml": "apis:\n  orders: { openapi: ./o.yaml }\n" };
  const applied = await server.apply(plan, documents({ "./o.yaml": FIRST }));
  assert.equal(applied.status, 200, applied.text);
  assert.deepEqual(
    applied.body.changes?.map(({ kind, name, effects }) => [kind, name, effects?.[0]?.text]),
    [
      ["api", "orders", undefined],
      ["version", "orders/v1", "its document has 2 operations."],
    ],
  );
  const [version] = (await server.ask({ method: "GET", url: "/apis/orders/versions" })).body.items ?? [];
  assert.deepEqual([version?.["state"], version?.["current"], version?.["managedBy"]], ["live", true, "main"]);
  assert.deepEqual(
    server.told.map(({ what }) => what),
    ["put", "objectives", "versions"],
  );
  const again = await server.apply(plan, documents({ "./o.yaml": FIRST }));
  assert.deepEqual([again.body.changes, again.body.unchanged], [[], 2]);
});

test("a life is walked as the text says: deprecated with its sunset in the zone of the file, its successor made before", async () => {
  await using server = await openTestServer();
  const versions = "{v1: {sunset: 2027-06-30, successor: v2}, v2: {}, v3: {state: draft}}";
  const environments = "    environments: {production: {at: https://api.example.com/v1, version: v2}}\n";
  const plan = { "a.yaml": `zone: Europe/Madrid\n${planOf(versions, environments)["a.yaml"]}` };
  const applied = await server.apply(plan);
  assert.equal(applied.status, 200, applied.text);
  const { body } = await server.ask({ method: "GET", url: "/apis/orders/versions" });
  const lives = body.items?.map(({ version, life }) => [
    version,
    (life as { state: string; sunsetAt: string | null }[]).map(({ state, sunsetAt }) => [state, sunsetAt]),
  ]);
  assert.deepEqual(Object.fromEntries(lives as [string, unknown][]), {
    v1: [
      ["live", null],
      ["deprecated", "2027-06-29T22:00:00.000Z"],
    ],
    v2: [["live", null]],
    v3: [],
  });
  const again = await server.diff(plan);
  assert.deepEqual([again.body.changes, again.body.unchanged], [[], 5]);
  const exported = await server.diff({ "export.yaml": await server.export() });
  assert.deepEqual([exported.body.changes, exported.body.unchanged], [[], 5], await server.export());
  const later = await server.diff(planOf("{v1: {sunset: 2028-06-30, successor: v2}, v2: {}, v3: {}}", environments));
  assert.deepEqual(
    later.body.changes?.map(({ name, fields }) => [name, fields.map(({ field }) => field)]),
    [
      ["orders/v3", ["state"]],
      ["orders/v1", ["sunset"]],
    ],
  );
});

test("a new version is compared with the one before it, and what would break is marked before it is applied", async () => {
  await using server = await openTestServer();
  await server.apply(planOf("{v1: {openapi: ./1.yaml}}"), documents({ "./1.yaml": FIRST }));
  const both = documents({ "./1.yaml": FIRST, "./2.yaml": SECOND });
  const { body } = await server.diff(planOf("{v1: {openapi: ./1.yaml}, v2: {openapi: ./2.yaml}}"), both);
  assert.deepEqual(body.changes?.[0]?.effects, [
    { text: "its document has 2 operations; against that of v1: 1 new, 1 gone, 0 changed.", breaking: false },
    { text: "POST /orders is gone, so requests to it fail.", breaking: true },
    { text: "GET /items is new.", breaking: false },
  ]);
  assert.equal((await server.ask({ method: "GET", url: "/apis/orders/versions/v2" })).status, 404);
});

test("faults of all documents are told at once, with the places in them, and nothing is applied", async () => {
  await using server = await openTestServer();
  const outside = `${HEAD}paths:\n  /orders:\n    get: {responses: {200: {$ref: ./other.yaml}}}\n`;
  const texts = documents({ "./1.yaml": `${HEAD}paths: {orders: {get: {}}}\n`, "./2.yaml": outside });
  const refused = await server.apply(planOf("{v1: {openapi: ./1.yaml}, v2: {openapi: ./2.yaml}}"), texts);
  assert.deepEqual([refused.status, refused.body.code], [422, "configuration.invalid"]);
  assert.deepEqual(refused.body.detail?.split("\n"), [
    'a.yaml, line 3, column 16: version orders/v1: ./1.yaml, line 3, column 9: "orders" must begin with a slash: "/orders".',
    "a.yaml, line 3, column 41: version orders/v2: ./2.yaml, line 5, column 29: this reference leads out of the document, and is not followed. Bundle the document into one file first.",
  ]);
  assert.equal((await server.ask({ method: "GET", url: "/apis/orders" })).status, 404);
});

test("hostile documents do no harm: bombs of aliases are as small as their text, what is too large is refused", async () => {
  await using server = await openTestServer();
  const bomb = Array.from({ length: 40 }, (_, i) => `  a${i}: &a${i} [*a${i - 1}, *a${i - 1}]`).slice(1);
  const bombs = `${HEAD}x-bomb:\n  a0: &a0 [x, x]\n${bomb.join("\n")}\npaths: {/a: {get: {x: *a39}}}\n`;
  const plan = planOf("{v1: {openapi: ./o.yaml}}");
  const applied = await server.apply(plan, documents({ "./o.yaml": bombs }));
  assert.equal(applied.status, 200, applied.text);
  const large = await server.apply(plan, documents({ "./o.yaml": `${HEAD}# ${"x".repeat(10 * 1_048_576)}` }));
  assert.equal(large.status, 422);
  const address = await server.apply(planOf("{v1: {openapi: https://example.com/o.yaml}}"));
  assert.match(address.body.detail ?? "", /nothing is fetched from an address/);
});

test("what a text says wrongly of a life is told at its place; what the life does not allow, too", async () => {
  await using server = await openTestServer();
  const wrong = await server.diff({
    "a.yaml":
      "apis:\n  orders:\n    openapi: ./o.yaml\n    versions:\n      v1: {state: deprecated}\n      v2: {successor: v1}\n      v3: {sunset: soon}\n",
  });
  assert.deepEqual(wrong.body.detail?.split("\n"), [
    "a.yaml, line 3, column 5: openapi stands beside versions here. Write it at the version whose document it is.",
    "a.yaml, line 5, column 7: version v1 is deprecated: say until when clients can rely on it, sunset: 2027-06-30.",
    "a.yaml, line 6, column 7: version v2 is live: sunset and successor belong to one that is deprecated.",
    'a.yaml, line 7, column 7: "soon" is no instant. Write a day, 2027-06-30, or with a time, 2027-06-30T00:00:00Z.',
  ]);
  const near = await server.diff({ "a.yaml": "apis: { orders: { versions: { v1: { sunst: x } } } }\n" });
  assert.match(near.body.detail ?? "", /"sunst" is not known here; did you mean "sunset"\?/);
  await server.apply(planOf("{v1: {}}"));
  const back = await server.apply(planOf("{v1: {state: draft}}"));
  assert.deepEqual([back.status, back.body.code], [409, "version.transition"]);
  assert.match(back.body.detail ?? "", /^a\.yaml, line 3, column 16: version orders\/v1: Version v1 is live/);
});

test("a version that no text names any more stays while clients use it, is deleted as a draft, and goes with its API", async () => {
  await using server = await openTestServer();
  await server.apply(planOf("{v1: {}, v2: {state: draft}}"));
  const live = await server.apply(planOf("{v2: {state: draft}}"), { prune: true });
  assert.deepEqual([live.status, live.body.code], [409, "version.transition"]);
  const draft = await server.apply(planOf("{v1: {}}"), { prune: true });
  assert.deepEqual(
    draft.body.changes?.map(({ name, what }) => [name, what]),
    [["orders/v2", "vanished"]],
  );
  const gone = await server.apply({ "a.yaml": "plan: main\n" }, { prune: true });
  assert.deepEqual(
    gone.body.changes?.map(({ kind, name }) => [kind, name]),
    [["api", "orders"]],
  );
});

test("the console does not change a version that a text says, until it is released with its API", async () => {
  await using server = await openTestServer();
  await server.apply(planOf("{v1: {}}", "    environments: {production: {version: v1}}\n"));
  const tries = [
    { method: "PUT", url: "/apis/orders/versions/v1", body: { title: "x" } },
    { method: "PUT", url: "/apis/orders/versions/v1/life", body: { state: "retired" } },
    { method: "DELETE", url: "/apis/orders/versions/v1" },
    { method: "PUT", url: "/apis/orders/environments/production", body: {} },
    { method: "DELETE", url: "/apis/orders/environments/production" },
  ] as const;
  for (const asked of tries) {
    const { status, body } = await server.ask(asked);
    assert.deepEqual([status, body.code], [409, "configuration.managed"], asked.url);
  }
  const other = await server.ask({ method: "PUT", url: "/apis/orders/versions/v2", body: {} });
  assert.equal(other.status, 200, "one of which the text does not speak");
  const release = { kind: "api", name: "orders" };
  await server.ask({ method: "POST", url: "/configuration/release", body: release });
  for (const asked of tries.filter(({ method }) => method === "PUT")) {
    assert.notEqual((await server.ask(asked)).body.code, "configuration.managed", asked.url);
  }
});
