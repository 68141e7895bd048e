import assert from "node:assert/strict";
import { test } from "node:test";
import { openTestServer } from "./server.testing.ts";

interface VersionJson {
  readonly version: string;
  readonly state: string;
  readonly current: boolean;
  readonly revision: number;
  readonly life: readonly Readonly<Record<string, unknown>>[];
  readonly transitions: readonly { readonly to: string; readonly possible: boolean; readonly reason: string | null }[];
}

const BY = "admin (bootstrap.json)";
const V1 = "/apis/orders/versions/v1";

async function openOrders() {
  const server = await openTestServer();
  await server.put("/apis/orders", {});
  const versions = async () => (await server.get("/apis/orders/versions")).body["items"] as VersionJson[];
  return { ...server, versions };
}

test("a version goes through its life by facts that say who and when, and says what can come next", async () => {
  await using server = await openOrders();
  const made = await server.put(V1, { title: "First" }, { "if-none-match": "*" });
  assert.deepEqual([made.status, made.body["state"], made.body["current"], made.etag], [200, "draft", false, '"r1"']);
  await server.put("/apis/orders/versions/v2", {});
  const live = await server.put(`${V1}/life`, { state: "live" }, { "if-match": '"r1"' });
  assert.deepEqual([live.status, live.body["state"], live.body["current"]], [200, "live", true]);
  assert.equal((await server.put(`${V1}/life`, { state: "deprecated" }, { "if-match": '"r1"' })).status, 412);
  const over = { state: "deprecated", sunsetAt: "2027-06-30T00:00:00Z", successor: "v2" };
  assert.equal((await server.put(`${V1}/life`, over)).status, 200);
  const [first] = await server.versions();
  assert.deepEqual(
    first?.life.map(({ state, by, sunsetAt, successor }) => [state, by, sunsetAt, successor]),
    [
      ["live", BY, null, null],
      ["deprecated", BY, "2027-06-30T00:00:00.000Z", "v2"],
    ],
  );
  assert.deepEqual(
    first?.transitions.map(({ to, possible }) => [to, possible]),
    [
      ["live", true],
      ["deprecated", true],
      ["retired", false],
    ],
  );
  const early = await server.put(`${V1}/life`, { state: "retired" });
  assert.deepEqual([early.status, early.body["code"]], [409, "version.transition"]);
  assert.equal(early.body["detail"], first?.transitions[2]?.reason);
});

test("a deprecation says until when, and never sends clients to a version that ends or is not there", async () => {
  await using server = await openOrders();
  for (const version of ["v1", "v2"]) {
    await server.put(`/apis/orders/versions/${version}`, {});
    await server.put(`/apis/orders/versions/${version}/life`, { state: "live" });
  }
  const sunsetAt = "2027-06-30T00:00:00Z";
  const wrong: readonly (readonly [body: object, pointer: string])[] = [
    [{ state: "deprecated" }, "/sunsetAt"],
    [{ state: "deprecated", sunsetAt: "2020-01-01T00:00:00Z" }, "/sunsetAt"],
    [{ state: "deprecated", sunsetAt, successor: "v1" }, "/successor"],
    [{ state: "deprecated", sunsetAt, successor: "v9" }, "/successor"],
    [{ state: "deprecated", sunsetAt, at: "2020-01-01T00:00:00Z" }, "/at"],
    [{ state: "draft" }, "/state"],
  ];
  for (const [body, pointer] of wrong) {
    const answer = await server.put(`${V1}/life`, body);
    assert.equal(answer.status, 422, JSON.stringify(body));
    assert.equal((answer.body["faults"] as { pointer: string }[])[0]?.pointer, pointer);
  }
  await server.put("/apis/orders/versions/v2/life", { state: "deprecated", sunsetAt });
  const dead = await server.put(`${V1}/life`, { state: "deprecated", sunsetAt, successor: "v2" });
  assert.deepEqual([dead.status, dead.body["code"]], [422, "request.invalid"]);
});

test("what clients may use, or what an environment runs, is not deleted; a draft is", async () => {
  await using server = await openOrders();
  await server.put(V1, {});
  await server.put("/apis/orders/environments/sandbox", { version: "v1", address: "https://sandbox.example.com" });
  const used = await server.remove(V1);
  assert.deepEqual([used.status, used.body["code"]], [409, "version.in-use"]);
  assert.match(String(used.body["detail"]), /sandbox runs it/);
  await server.put("/apis/orders/environments/sandbox", { version: null });
  await server.put(`${V1}/life`, { state: "live" });
  assert.equal((await server.remove(V1)).body["code"], "version.in-use");
  await server.put("/apis/orders/versions/v2", {});
  assert.equal((await server.remove("/apis/orders/versions/v2")).status, 204);
  assert.equal((await server.remove("/apis/orders/versions/v2")).status, 404);
});

test("an environment says where it is and what runs there; a version that is not there is refused", async () => {
  await using server = await openOrders();
  await server.put(V1, {});
  const url = "/apis/orders/environments/production";
  const address = "https://api.example.com/v1";
  const row = { api: "orders", environment: "production", address, version: null, revision: 1, managedBy: null };
  assert.deepEqual((await server.put(url, { address })).body, row);
  assert.deepEqual((await server.put(url, { version: "v1" })).body, { ...row, version: "v1", revision: 2 });
  assert.equal((await server.put(url, { version: "v9" })).body["code"], "environment.no-version");
  for (const body of [{ address: "javascript:alert(1)" }, { api: "x" }, { revision: 4 }, { version: "../v1" }]) {
    assert.equal((await server.put(url, body)).status, 422, JSON.stringify(body));
  }
  const listed = await server.get("/apis/orders/environments");
  assert.deepEqual(listed.body["items"], [{ ...row, version: "v1", revision: 2 }]);
  assert.equal((await server.remove(url, { "if-match": '"r1"' })).status, 412);
  assert.equal((await server.remove(url)).status, 204);
  assert.equal((await server.remove(url)).status, 404);
});

test("an API can have several addresses, and no two APIs one place", async () => {
  await using server = await openOrders();
  const at = ["https://api.example.com/v1/orders", "https://orders.example.com"];
  const owned = await server.put("/apis/orders", { at, owner: "team:orders", description: " Sells. " });
  assert.deepEqual([owned.body["at"], owned.body["owner"], owned.body["description"]], [at, "team:orders", "Sells."]);
  const taken = await server.put("/apis/other", { at: "http://API.example.com:80/v1/orders/" });
  assert.deepEqual([taken.status, taken.body["code"], taken.body["api"]], [409, "api.place-taken", "orders"]);
  assert.equal((await server.get("/apis/other")).status, 404);
  await server.put("/apis/shop", { at: "https://api.example.com" });
  const asked = async (address: string) =>
    (await server.get(`/attribution?address=${encodeURIComponent(address)}`)).body["api"];
  assert.equal(await asked("https://api.example.com/v1/orders/17"), "orders");
  assert.equal(await asked("https://api.example.com/v1"), "shop");
  assert.equal(await asked("https://nobody.example.com/"), null);
  for (const body of [{ owner: "orders" }, { owner: "team:<b>" }, { at: [] }, { at: ["x"] }]) {
    assert.equal((await server.put("/apis/orders", body)).status, 422, JSON.stringify(body));
  }
});

test("saying what is so already makes no new revision", async () => {
  await using server = await openOrders();
  assert.equal((await server.put("/apis/orders", { title: "orders" })).body["revision"], 1);
  await server.put(V1, { title: "First" });
  assert.equal((await server.put(V1, { title: "First" })).body["revision"], 1);
  assert.equal((await server.put("/apis/orders", { title: "Orders" })).body["revision"], 2);
});

test("versions and environments of which a text does not speak are kept by people also where it owns the API", async () => {
  await using server = await openOrders();
  await server.own("orders", "main");
  const answers = [
    await server.put(V1, { title: "x" }),
    await server.put(`${V1}/life`, { state: "live" }),
    await server.put("/apis/orders/environments/production", {}),
    await server.remove("/apis/orders/environments/production"),
  ];
  for (const { status, text } of answers) assert.ok(status < 300, text);
  const changed = await server.put("/apis/orders", { title: "x" });
  assert.deepEqual([changed.status, changed.body["code"]], [409, "configuration.managed"]);
  assert.equal((await server.get("/apis/orders")).body["managedBy"], "main");
});
