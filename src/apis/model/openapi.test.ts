import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import fc from "fast-check";
import { Refusal } from "#kernel";
import { readOpenApi } from "./openapi.ts";

const HEAD = "openapi: 3.1.0\ninfo: {title: Orders, version: '1'}\n";

test("the example document has its operations under its base paths", () => {
  const text = readFileSync(new URL("../../../examples/openapi/orders.openapi.yaml", import.meta.url), "utf8");
  const { title, operations, tree } = readOpenApi(text, "orders.openapi.yaml");
  assert.equal(title, "Orders");
  assert.deepEqual(
    operations.map(({ name }) => name),
    [
      "GET /orders",
      "POST /orders",
      "GET /orders/{orderId}",
      "PATCH /orders/{orderId}",
      "DELETE /orders/{orderId}",
      "GET /orders/{orderId}/items",
      "GET /orders/{orderId}/invoice.pdf",
      "GET /products",
    ],
  );
  assert.equal(tree.match("GET", "/v1/orders/4711"), "GET /orders/{orderId}");
  assert.equal(tree.match("GET", "/staging/orders/4711"), "GET /orders/{orderId}");
  assert.equal(tree.match("GET", "/orders/4711"), "GET /orders/{orderId}");
});

test("JSON and YAML of the same document give the same operations", () => {
  const document = {
    openapi: "3.0.3",
    info: { title: "A" },
    servers: [{ url: "https://example.com/v1" }],
    paths: { "/x": { get: {}, head: {}, "x-y": {} }, "x-z": 1 },
  };
  const names = readOpenApi(JSON.stringify(document), "a.json").operations.map(({ name }) => name);
  assert.deepEqual(names, ["GET /x", "HEAD /x"]);
  const yaml = 'openapi: "3.0.3"\ninfo:\n  title: A\npaths:\n  /x:\n    get: {}\n    head: {}\n  x-z: 1\n';
  assert.deepEqual(
    readOpenApi(yaml, "a.yaml").operations.map(({ name }) => name),
    names,
  );
});

test("a path item may be a reference inside the document or an alias", () => {
  const text = `${HEAD}paths:\n  /a: {$ref: '#/components/pathItems/A'}\n  /b: &b {get: {}}\n  /c: *b\ncomponents: {pathItems: {A: {put: {}}}}\n`;
  assert.deepEqual(
    readOpenApi(text, "a.yaml").operations.map(({ name }) => name),
    ["PUT /a", "GET /b", "GET /c"],
  );
});

test("the file's name stands in for a missing title", () => {
  assert.equal(readOpenApi("openapi: 3.1.0\npaths: {/a: {get: {}}}", "a.yaml").title, "a.yaml");
});

const FAULTS: readonly (readonly [
  guarantee: string,
  text: string,
  code: string,
  line: number,
  column: number,
  says: RegExp,
])[] = [
  ["an empty document is refused", "", "openapi.not-an-object", 1, 1, /right file/],
  ["a list is refused", "- a", "openapi.not-an-object", 1, 1, /is an object/],
  [
    "Swagger 2.0 is refused with the remedy",
    'info: {}\nswagger: "2.0"\npaths: {}',
    "openapi.version",
    2,
    1,
    /Swagger 2\.0 is not read\. Convert/,
  ],
  ["a document without a version is refused", "paths: {}", "openapi.version", 1, 1, /`openapi` is missing/],
  [
    "a version that nobody has read yet is refused",
    "openapi: 4.0.0\npaths: {}",
    "openapi.version",
    1,
    1,
    /OpenAPI 4\.0\.0 is not read/,
  ],
  ["a document without paths is refused", HEAD, "openapi.no-paths", 1, 1, /no `paths`/],
  ["paths that are a list are refused at their place", `${HEAD}paths: []`, "openapi.no-paths", 3, 1, /no `paths`/],
  [
    "paths without an operation are refused",
    `${HEAD}paths:\n  /a: {}`,
    "openapi.no-operations",
    3,
    1,
    /no path has an operation/,
  ],
  [
    "a path without leading slash is refused",
    `${HEAD}paths:\n  orders: {get: {}}`,
    "openapi.path-slash",
    4,
    3,
    /"\/orders"/,
  ],
  ["a path with a query is refused", `${HEAD}paths:\n  /a?b=1: {get: {}}`, "openapi.path-query", 4, 3, /query/],
  ["a path with a stray brace is refused", `${HEAD}paths:\n  /a/{id: {get: {}}`, "openapi.path-braces", 4, 3, /brace/],
  [
    "templates that differ only in names are refused",
    `${HEAD}paths:\n  /a/{id}: {get: {}}\n  /a/{key}: {put: {}}`,
    "openapi.duplicate-path",
    5,
    3,
    /same requests as \/a\/\{id\}/,
  ],
  [
    "a path item that is no object is refused",
    `${HEAD}paths:\n  /a: 1`,
    "openapi.path-item",
    4,
    3,
    /must be an object/,
  ],
  [
    "a reference to another file is refused",
    `${HEAD}paths:\n  /a: {$ref: b.yaml}`,
    "openapi.reference",
    4,
    8,
    /Bundle/,
  ],
  [
    "a reference that leads nowhere is refused",
    `${HEAD}paths:\n  /a: {$ref: '#/b'}`,
    "openapi.reference",
    4,
    8,
    /Bundle/,
  ],
  [
    "a merge key is refused, since its operations would be missed",
    `${HEAD}paths:\n  /a:\n    <<: {get: {}}`,
    "openapi.merge-key",
    5,
    5,
    /Write the operations out/,
  ],
  [
    "broken YAML is refused at its place",
    "openapi: 3.1.0\npaths: [1,\nx: }",
    "openapi.syntax",
    3,
    1,
    /not valid JSON or YAML/,
  ],
  [
    "broken JSON is refused at its place",
    '{"openapi": "3.1.0",\n "paths": {"/a": }',
    "openapi.syntax",
    2,
    19,
    /not valid JSON or YAML/,
  ],
  [
    "two documents in one file are refused",
    `${HEAD}paths: {}\n---\na: 1`,
    "openapi.syntax",
    4,
    1,
    /second YAML document/,
  ],
  ["nesting without end is refused", "[".repeat(50_000), "openapi.syntax", 1, -1, /not valid JSON or YAML/],
  [
    "faults in JSON have a place too",
    '{"openapi": "3.1.0",\n "paths": {"a": {}}}',
    "openapi.path-slash",
    2,
    12,
    /must begin with a slash/,
  ],
];

for (const [guarantee, text, code, line, column, says] of FAULTS) {
  test(guarantee, () => {
    const refusal = refusalOf(text);
    assert.equal(refusal.code, code);
    assert.equal(refusal.kind, "invalid");
    assert.match(refusal.detail, says);
    assert.equal(refusal.params["file"], "api.yaml");
    assert.equal(refusal.params["line"], line);
    if (column > 0) assert.equal(refusal.params["column"], column);
    assert.match(refusal.detail, new RegExp(`^api\\.yaml, line ${line}, column `));
  });
}

test("all faults are told at once, the first ten in full", () => {
  const paths = Array.from({ length: 14 }, (_, i) => `  a${i}: {get: {}}`).join("\n");
  const lines = refusalOf(`${HEAD}paths:\n${paths}`).detail.split("\n");
  assert.equal(lines.length, 11);
  assert.match(lines[9] ?? "", /line 13, column 3: "a9"/);
  assert.match(lines[10] ?? "", /4 more faults/);
});

test("a document over 10 MiB is refused unread", () => {
  const refusal = refusalOf(" ".repeat(10 * 1_048_576 + 1));
  assert.equal(refusal.code, "openapi.too-large");
  assert.equal(refusal.kind, "limit");
});

test("more than 10,000 operations are refused", () => {
  const paths = Object.fromEntries(Array.from({ length: 10_001 }, (_, i) => [`/a${i}`, { get: {} }]));
  assert.equal(refusalOf(JSON.stringify({ openapi: "3.1.0", paths })).code, "openapi.too-many-operations");
});

test("a bomb of aliases costs no more than its text", () => {
  const levels = Array.from(
    { length: 40 },
    (_, i) => `x${i + 1}: &x${i + 1} [${Array.from({ length: 9 }, () => `*x${i}`).join(",")}]`,
  );
  const text = `${HEAD}x0: &x0 {}\n${levels.join("\n")}\npaths: &p {/a: {get: {}, again: *p}}\n`;
  assert.equal(readOpenApi(text, "bomb.yaml").operations.length, 1);
});

test("keys with a meaning in JavaScript are keys like others", () => {
  const { operations } = readOpenApi(
    `${HEAD}__proto__: {a: 1}\npaths: {/constructor: {get: {}, __proto__: {put: {}}}}`,
    "a.yaml",
  );
  assert.deepEqual(
    operations.map(({ name }) => name),
    ["GET /constructor"],
  );
});

test("any text is read or refused, never anything else", () => {
  const piece = fc.constantFrom(
    "openapi: 3.1.0\n",
    "paths:\n",
    "  /a:\n",
    "    get: ",
    "{",
    "}",
    "[",
    "&a ",
    "*a",
    "'",
    '"',
    "- ",
    "\n",
    "$ref: ",
    "#/paths/~1a",
    "<<: ",
    "servers:\n",
    "  - url: /{v}\n",
  );
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.array(piece, { maxLength: 30 }).map((pieces) => pieces.join("")),
      ),
      (text) => {
        try {
          assert.ok(readOpenApi(text, "a.yaml").operations.length > 0);
        } catch (error) {
          assert.ok(error instanceof Refusal && error.code.startsWith("openapi."), String(error));
        }
      },
    ),
    { numRuns: 500 },
  );
});

function refusalOf(text: string): Refusal {
  try {
    readOpenApi(text, "api.yaml");
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
  return assert.fail("nothing was refused");
}
