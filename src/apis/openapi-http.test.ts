import assert from "node:assert/strict";
import { test } from "node:test";
import { openTestServer } from "./server.testing.ts";

const V1 = "/apis/orders/versions/v1";
const URL_OF = `${V1}/openapi`;
const HEAD = "openapi: 3.1.0\ninfo: {title: Orders}\n";
const FIRST = `${HEAD}servers: [{url: https://h/v1}]\npaths:\n  /orders:\n    get: {}\n    post: {}\n`;

async function openOrders() {
  const server = await openTestServer();
  await server.put("/apis/orders", {});
  for (const version of ["v1", "v2"]) await server.put(`/apis/orders/versions/${version}`, {});
  return server;
}

test("a document is kept as it was written, and told in short", async () => {
  await using server = await openOrders();
  const put = await server.putText(URL_OF, FIRST, { "if-none-match": "*" });
  const told = { api: "orders", version: "v1", title: "Orders", operations: 2, basePaths: ["/v1"], revision: 1 };
  assert.deepEqual([put.status, put.body], [200, told]);
  const got = await server.get(URL_OF);
  assert.deepEqual([got.text, got.etag, got.type], [FIRST, '"r1"', "text/yaml; charset=utf-8"]);
  assert.equal((await server.putText(URL_OF, FIRST)).body["revision"], 1);
  assert.equal((await server.putText(URL_OF, FIRST, { "if-match": '"r7"' })).status, 412);
  const listed = (await server.get("/apis/orders/versions")).body["items"] as { openapi: object | null }[];
  assert.deepEqual(
    listed.map(({ openapi }) => openapi !== null),
    [true, false],
  );
  const json = '{ "openapi":"3.0.3", "paths":{"/a":{"get":{}, "__proto__": {}}}}';
  const asJson = await server.ask({
    method: "PUT",
    url: URL_OF,
    body: json,
    headers: { "content-type": "application/json" },
  });
  assert.deepEqual([asJson.status, (await server.get(URL_OF)).text], [200, json]);
  assert.equal((await server.get("/apis/orders/versions/v2/openapi")).body["code"], "openapi.not-found");
  assert.equal((await server.putText("/apis/orders/versions/v9/openapi", FIRST)).body["code"], "version.not-found");
});

test("all faults of a document are told with line and column, and nothing changes", async () => {
  await using server = await openOrders();
  await server.putText(URL_OF, FIRST);
  const faulty = `${HEAD}paths:\n  orders:\n    get: {}\n  /a?b:\n    get: {}\n  /c/{:\n    get: {}\n`;
  const answer = await server.putText(URL_OF, faulty);
  assert.equal(answer.status, 422);
  assert.deepEqual(
    (answer.body["faults"] as { line: number; column: number }[]).map(({ line, column }) => [line, column]),
    [
      [4, 3],
      [6, 3],
      [8, 3],
    ],
  );
  const broken = await server.putText(URL_OF, `${HEAD}paths: {"/a": [}`);
  assert.deepEqual([broken.status, broken.body["code"]], [422, "openapi.syntax"]);
  assert.equal((broken.body["faults"] as { line: number }[])[0]?.line, 3);
  assert.equal((await server.get(URL_OF)).text, FIRST);
});

test("hostile documents are refused or kept without harm: bombs, rings, foreign references, what is too large", async () => {
  await using server = await openOrders();
  const bomb = Array.from({ length: 40 }, (_, i) => `  a${i}: &a${i} [*a${i - 1}, *a${i - 1}]`).slice(1);
  const bombs = `${HEAD}x-bomb:\n  a0: &a0 [x, x]\n${bomb.join("\n")}\npaths: {/a: {get: {x: *a39}}}\n`;
  const ring = `${HEAD}paths: {/a: {get: {responses: {200: &r {content: {a: {schema: {$ref: "#/paths"}}}, x: *r}}}}}\n`;
  for (const text of [bombs, ring]) assert.equal((await server.putText(URL_OF, text)).status, 200);
  assert.equal((await server.get(`${V1}/diff`)).body["total"], 1);
  for (const reference of ["http://127.0.0.1:1/x", "file:///etc/passwd", "../x.yaml", "#/paths/~1a"]) {
    const answer = await server.putText(URL_OF, `${HEAD}paths: {/a: {$ref: ${JSON.stringify(reference)}}}\n`);
    assert.deepEqual([answer.status, answer.body["code"]], [422, "openapi.reference"], reference);
  }
  assert.equal((await server.putText(URL_OF, `${HEAD}# ${"x".repeat(50_000_000)}`)).status, 413);
  assert.equal((await server.putText(URL_OF, `# ${"x".repeat(10 * 1_048_576)}`)).status, 422);
  const slow = `${HEAD}paths:\n  "/${"a{b}".repeat(240)}": {get: {}}\n`;
  assert.equal((await server.putText(URL_OF, slow)).status, 200);
});

test("a version is compared with the one before it that has a document, or with another one", async () => {
  await using server = await openOrders();
  await server.put("/apis/orders/versions/v3", {});
  await server.putText(URL_OF, FIRST);
  const next = FIRST.replace("    post: {}\n", "  /items:\n    get: {}\n");
  await server.putText("/apis/orders/versions/v3/openapi", next);
  const diff = (await server.get("/apis/orders/versions/v3/diff")).body;
  assert.deepEqual([diff["against"], diff["breaking"], diff["total"], diff["complete"]], ["v1", 1, 2, true]);
  assert.deepEqual([diff["removed"], diff["added"]], [["POST /orders"], ["GET /items"]]);
  assert.equal(
    (diff["changes"] as { sentence: string }[])[0]?.sentence,
    "POST /orders is gone, so requests to it fail.",
  );
  const back = (await server.get("/apis/orders/versions/v1/diff?against=v3")).body;
  assert.deepEqual([back["added"], back["removed"]], [["POST /orders"], ["GET /items"]]);
  assert.equal((await server.get("/apis/orders/versions/v3/diff?against=v2")).body["code"], "openapi.not-found");
  const first = (await server.get(`${V1}/diff`)).body;
  assert.deepEqual([first["against"], first["breaking"]], [null, 0]);
});

test("titles and paths of documents come back as the data that they are", async () => {
  await using server = await openOrders();
  const path = `/<img src=x onerror=alert(1)>`;
  const text = JSON.stringify({ openapi: "3.1.0", info: { title: "<script>" }, paths: { [path]: { get: {} } } });
  assert.equal((await server.putText(URL_OF, text)).body["title"], "<script>");
  const diff = await server.get(`${V1}/diff`);
  assert.deepEqual([diff.body["added"], diff.type], [[`GET ${path}`], "application/json; charset=utf-8"]);
});
