import assert from "node:assert/strict";
import { test } from "node:test";
import { openTestServer } from "./server.testing.ts";

test("an API is created by its name, changed by what is given, and removed", async () => {
  await using server = await openTestServer();
  const made = await server.put("/apis/orders", {});
  const first = {
    api: "orders",
    title: "orders",
    description: "",
    owner: null,
    at: null,
    records: null,
    upstream: null,
    logs: null,
    client: null,
    countedBy: null,
    createdAt: "2027-01-15T00:00:00.000Z",
    revision: 1,
    managedBy: null,
  };
  assert.deepEqual([made.status, made.body, made.etag], [200, first, '"r1"']);
  const at = "https://api.example.com/v1";
  const changed = await server.put("/apis/orders", { title: "Orders", at });
  assert.deepEqual(changed.body, { ...first, title: "Orders", at, revision: 2 });
  assert.deepEqual((await server.put("/apis/orders", { title: "The orders" })).body["at"], at);
  assert.deepEqual((await server.put("/apis/orders", { at: null })).body["at"], null);
  assert.deepEqual((await server.get("/apis")).body, { items: [(await server.get("/apis/orders")).body], next: null });
  assert.equal((await server.remove("/apis/orders")).status, 204);
  assert.equal((await server.get("/apis/orders")).body["code"], "api.not-found");
  assert.equal((await server.remove("/apis/orders")).status, 404);
});

test("a change made to what is no longer there is refused, and says which revision is", async () => {
  await using server = await openTestServer();
  await server.put("/apis/orders", {}, { "if-none-match": "*" });
  const again = await server.put("/apis/orders", {}, { "if-none-match": "*" });
  assert.deepEqual([again.status, again.body["code"], again.body["revision"]], [412, "request.stale", 1]);
  assert.equal((await server.put("/apis/orders", { title: "A" }, { "if-match": '"r1"' })).status, 200);
  for (const tag of ['"r1"', "r2", '"2"', "garbage", ""]) {
    const stale = await server.put("/apis/orders", { title: "B" }, { "if-match": tag });
    assert.equal(stale.status, 412, tag);
  }
  assert.equal((await server.put("/apis/orders", { title: "C" }, { "if-match": '"r9", W/"r2"' })).status, 200);
  assert.equal((await server.put("/apis/other", {}, { "if-match": "*" })).status, 412);
  assert.equal((await server.remove("/apis/orders", { "if-match": '"r2"' })).status, 412);
  assert.equal((await server.remove("/apis/orders", { "if-match": '"r3"' })).status, 204);
});

test("whoever has the newest revision already is told so without a body", async () => {
  await using server = await openTestServer();
  await server.put("/apis/orders", {});
  const known = await server.get("/apis/orders", { "if-none-match": '"r1"' });
  assert.deepEqual([known.status, known.text, known.etag], [304, "", '"r1"']);
  assert.equal((await server.get("/apis/orders", { "if-none-match": '"r0"' })).status, 200);
});

test("all faults of a request are told at once, and nothing is done", async () => {
  await using server = await openTestServer();
  const answer = await server.put("/apis/Not%20a%20name", { title: "", at: "ftp://x", revision: 9, createdAt: 0 });
  assert.equal(answer.status, 422);
  const pointers = (answer.body["faults"] as { pointer: string }[]).map(({ pointer }) => pointer);
  assert.deepEqual(pointers.toSorted(), ["/api", "/at", "/createdAt", "/revision", "/title"]);
  assert.deepEqual((await server.get("/apis")).body["items"], []);
});

test("a body cannot set what is not its to set: not the name, not the revision, not a prototype", async () => {
  await using server = await openTestServer();
  const bodies = [{ api: "other" }, { revision: 7 }, { created_at: 1 }, { title: { $ne: "" } }, { title: ["a"] }];
  for (const body of bodies) assert.equal((await server.put("/apis/orders", body)).status, 422, JSON.stringify(body));
  const json = { "content-type": "application/json" };
  for (const body of ['{"__proto__": {"title": "x"}}', '{"constructor": {"prototype": {"a": 1}}}']) {
    assert.equal((await server.ask({ method: "PUT", url: "/apis/orders", body, headers: json })).status, 400, body);
  }
  assert.equal((await server.get("/apis?api=x")).status, 422);
  assert.equal((await server.get("/apis/orders")).status, 404);
});

test("addresses that would never fit a request are refused", async () => {
  await using server = await openTestServer();
  const wrong = [
    "javascript:alert(1)",
    "api.example.com",
    "https://u:p@h/",
    "https://h/?q",
    "https://h/#f",
    "http://",
    7,
  ];
  for (const at of wrong) assert.equal((await server.put("/apis/orders", { at })).status, 422, String(at));
});

test("a faulty address of a list is told at its place, and one that another API has at the list", async () => {
  await using server = await openTestServer();
  const faultsOf = async (at: unknown): Promise<unknown> => (await server.put("/apis/orders", { at })).body["faults"];
  const good = "https://api.example.com/v1";
  assert.deepEqual(await faultsOf([good, "ftp://x"]), [
    { pointer: "/at/1", detail: "must be an address such as https://api.example.com/v1" },
  ]);
  await server.put("/apis/other", { at: good });
  assert.deepEqual(await faultsOf(["https://x.example.com", good]), [
    { pointer: "/at", detail: `the API other is at ${good} already` },
  ]);
  assert.deepEqual(await faultsOf(7), [{ pointer: "/at", detail: "Invalid input" }]);
});

test("text from people comes back as the data that it is", async () => {
  await using server = await openTestServer();
  const title = `<script>alert("1")</script>'; drop table apis_apis; -- \u2028 {{7*7}}`;
  const answer = await server.put("/apis/orders", { title });
  assert.equal(answer.body["title"], title);
  assert.equal((await server.get("/apis/orders")).body["title"], title);
  assert.equal(answer.type, "application/json; charset=utf-8");
});

test("a new API begins with the first objectives; what is put in their place comes back unchanged", async () => {
  await using server = await openTestServer();
  await server.put("/apis/orders", {});
  const url = "/apis/orders/objectives-file";
  const first = await server.get(url);
  assert.deepEqual([first.status, first.text, first.etag], [200, "# of orders\n", '"r1"']);
  assert.equal(first.type, "text/yaml; charset=utf-8");
  const text = "# ours\nobjectives: {availability: 99.9%}\n";
  const put = await server.putText(url, text, { "if-match": '"r1"' });
  assert.deepEqual([put.status, put.body], [200, { api: "orders", text, revision: 2 }]);
  const got = await server.get(url);
  assert.deepEqual([got.text, got.etag], [text, '"r2"']);
  assert.equal((await server.putText(url, "later", { "if-match": '"r1"' })).status, 412);
  assert.equal((await server.putText(url, "")).body["revision"], 3);
  await server.put("/apis/orders", { title: "Orders" });
  assert.equal((await server.get(url)).text, "");
});

test("a faulty text changes nothing, and all its faults are told with their places", async () => {
  await using server = await openTestServer();
  await server.put("/apis/orders", {});
  const url = "/apis/orders/objectives-file";
  await server.putText(url, "good");
  const answer = await server.putText(url, "a bad line\nfine\n  bad");
  assert.deepEqual([answer.status, answer.body["code"]], [422, "objectives-file.invalid"]);
  assert.deepEqual(answer.body["faults"], [
    { detail: "this is bad", line: 1, column: 3 },
    { detail: "this is bad", line: 3, column: 3 },
  ]);
  assert.equal((await server.get(url)).text, "good");
  assert.equal((await server.putText("/apis/none/objectives-file", "good")).status, 404);
});

test("a text has a limit, and JSON is not a text", async () => {
  await using server = await openTestServer();
  await server.put("/apis/orders", {});
  const url = "/apis/orders/objectives-file";
  assert.equal((await server.putText(url, "x".repeat(300_000))).status, 413);
  assert.equal((await server.putText(url, "x".repeat(200_001))).status, 422);
  assert.equal((await server.put(url, { text: "x" })).status, 422);
});

test("listeners are told of a change after it is durable, and not of a refused one", async () => {
  await using server = await openTestServer();
  await server.put("/apis/orders", {});
  await server.put("/apis/orders", { title: "" });
  await server.putText("/apis/orders/objectives-file", "bad");
  await server.putText("/apis/orders/objectives-file", "good");
  await server.remove("/apis/orders");
  assert.deepEqual(server.changes, [
    { api: "orders", what: "put" },
    { api: "orders", what: "objectives" },
    { api: "orders", what: "deleted" },
  ]);
});

test("pages of APIs follow each other by name", async () => {
  await using server = await openTestServer();
  for (const api of ["d", "a", "c", "b"]) await server.put(`/apis/${api}`, {});
  const first = await server.get("/apis?limit=3");
  const second = await server.get(`/apis?limit=3&cursor=${String(first.body["next"])}`);
  const names = [first, second].map(({ body }) => (body["items"] as { api: string }[]).map(({ api }) => api).join(""));
  assert.deepEqual([...names, second.body["next"]], ["abc", "d", null]);
  const foreign = await server.get(`/audit?cursor=${String(first.body["next"])}`);
  assert.equal(foreign.body["code"], "request.cursor");
});
