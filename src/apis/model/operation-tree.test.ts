import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { type Operation, OperationTree } from "./operation-tree.ts";

const TREE = treeOf(
  [
    "GET /orders",
    "POST /orders",
    "GET /orders/{id}",
    "DELETE /orders/{id}",
    "GET /orders/latest",
    "GET /orders/{id}/items",
  ],
  [
    "GET /invoices/{id}.pdf",
    "GET /invoices/{id}",
    "GET /routes/{from}..{to}",
    "GET /",
    "GET /pages/",
    "HEAD /health",
    "GET /a%20b",
  ],
);

const TABLE: readonly (readonly [guarantee: string, method: string, path: string, name: string | undefined])[] = [
  ["a literal path is found", "GET", "/orders", "GET /orders"],
  ["the method tells operations of one path apart", "POST", "/orders", "POST /orders"],
  ["a template takes any segment", "GET", "/orders/4711", "GET /orders/{id}"],
  ["a literal segment beats a template", "GET", "/orders/latest", "GET /orders/latest"],
  ["a literal segment without the method gives way to the template", "DELETE", "/orders/latest", "DELETE /orders/{id}"],
  [
    "a literal segment that leads nowhere gives way to the template",
    "GET",
    "/orders/latest/items",
    "GET /orders/{id}/items",
  ],
  ["a template with literal parts beats a bare one", "GET", "/invoices/7.pdf", "GET /invoices/{id}.pdf"],
  ["a parameter is never empty, so the bare template takes it", "GET", "/invoices/.pdf", "GET /invoices/{id}"],
  [
    "two parameters in one segment are told apart by what is between",
    "GET",
    "/routes/a..b",
    "GET /routes/{from}..{to}",
  ],
  ["a missing part between two parameters does not match", "GET", "/routes/a.b", undefined],
  ["an empty segment is no parameter", "GET", "/orders//items", undefined],
  ["a slash too many is forgiven", "GET", "/orders/4711/", "GET /orders/{id}"],
  ["a slash too few is forgiven", "GET", "/pages", "GET /pages/"],
  ["the root is a path", "GET", "/", "GET /"],
  ["the empty path is the root", "GET", "", "GET /"],
  ["HEAD is not GET", "HEAD", "/orders", undefined],
  ["HEAD is found where it is declared", "HEAD", "/health", "HEAD /health"],
  ["methods are compared as sent", "get", "/orders", undefined],
  ["paths are compared without percent-decoding", "GET", "/a%20b", "GET /a%20b"],
  ["an encoded slash stays inside its segment", "GET", "/orders/1%2Fitems", "GET /orders/{id}"],
  ["an unknown path has no operation", "GET", "/nothing", undefined],
  ["a longer path than any template has no operation", "GET", "/orders/1/items/2", undefined],
  ["what is no path has no operation", "OPTIONS", "*", undefined],
];

for (const [guarantee, method, path, name] of TABLE) {
  test(guarantee, () => assert.equal(TREE.match(method, path), name));
}

test("the base path of a server is taken off, the longest first, and a path without it is matched too", () => {
  const tree = new OperationTree(["GET /orders", "GET /v1/orders"].map(operationOf), ["/api", "/api/v1/"]);
  assert.equal(tree.match("GET", "/api/v1/orders"), "GET /orders");
  assert.equal(tree.match("GET", "/orders"), "GET /orders");
  assert.equal(tree.match("GET", "/api/orders"), "GET /orders");
  assert.equal(tree.match("GET", "/v1/orders"), "GET /v1/orders");
  assert.equal(tree.match("GET", "/apiorders"), undefined);
});

test("a filled-in template matches its own operation", () => {
  const word = fc.constantFrom("orders", "items", "carts");
  const template = fc.array(fc.oneof(word, fc.constant("{id}")), { minLength: 1, maxLength: 6 });
  const value = fc.stringMatching(/^[^/{}]{1,20}$/).filter((text) => !["orders", "items", "carts"].includes(text));
  fc.assert(
    fc.property(
      fc.array(template, { minLength: 1, maxLength: 30 }),
      fc.array(value, { minLength: 6, maxLength: 6 }),
      (templates, values) => {
        const paths = [...new Set(templates.map((segments) => `/${segments.join("/")}`))];
        const tree = new OperationTree(
          paths.map((path) => operationOf(`GET ${path}`)),
          [],
        );
        for (const path of paths) {
          let used = 0;
          const filled = path.replaceAll("{id}", () => values[used++] ?? "x");
          assert.equal(tree.match("GET", filled), `GET ${path}`);
        }
      },
    ),
  );
});

test("no method or path, however strange, breaks the search", () => {
  fc.assert(
    fc.property(fc.string(), fc.string({ unit: "binary" }), (method, path) => {
      const name = TREE.match(method, path);
      assert.ok(name === undefined || name.startsWith(`${method} /`));
    }),
  );
});

test("numbers are alike unless a template or a base path fits some of them and not others", () => {
  for (const path of ["/orders/{id}", "/v1/{id}.pdf", "/a/{from}..{to}", "/", "/orders/", "/v2/x9/{a}-{b}"]) {
    assert.equal(new OperationTree([operationOf(`GET ${path}`)], ["/v1", "/{"]).numbersAlike, true, path);
  }
  for (const path of ["/orders/2024", "/orders/{id}0", "/orders/1{id}", "/{a}{b}/x"]) {
    assert.equal(new OperationTree([operationOf(`GET ${path}`)], []).numbersAlike, false, path);
  }
  assert.equal(new OperationTree([operationOf("GET /orders")], ["/api/1/"]).numbersAlike, false);
});

test("a tree that finds numbers alike gives paths that differ in them only the same operation", () => {
  const segment = fc.constantFrom("orders", "{id}", "{id}.pdf", "{a}{b}", "7", "1{id}", "x{id}", "");
  const template = fc.array(segment, { minLength: 1, maxLength: 3 }).map((segments) => `/${segments.join("/")}`);
  const sent = fc.array(fc.constantFrom("orders", "#", "#", "7.pdf", "x7", ""), { minLength: 1, maxLength: 4 });
  const numbers = fc.tuple(fc.constantFrom("7", "17", "10"), fc.constantFrom("1", "4711", "100"));
  const document = fc.tuple(fc.array(template, { maxLength: 5 }), template);
  fc.assert(
    fc.property(document, sent, numbers, ([paths, base], parts, [one, other]) => {
      const operations = paths.map((path) => operationOf(`GET ${path}`));
      const tree = new OperationTree(operations, [base.replaceAll(/[{}]/g, "")]);
      const pathWith = (value: string): string => `/${parts.join("/").replaceAll("#", value)}`;
      if (tree.numbersAlike) assert.equal(tree.match("GET", pathWith(one)), tree.match("GET", pathWith(other)));
    }),
    { numRuns: 1_000 },
  );
});

function treeOf(...names: readonly (readonly string[])[]): OperationTree {
  return new OperationTree(names.flat().map(operationOf), []);
}

function operationOf(name: string): Operation {
  const [method = "", path = ""] = name.split(" ");
  return { name, method, path };
}
