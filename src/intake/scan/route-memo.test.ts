import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { Dictionary } from "#kernel";
import { LineBytes } from "./line-bytes.ts";
import { RouteMemo } from "./route-memo.ts";

const METHODS = ["GET", "PUT", "POST", "PATCH", "DELETE", "OPTIONS", "GGGG", "GGG", "PROPFIND", "X"];

test("a method and a route are always the same operation, and others another one", () => {
  const end = fc.constantFrom("", "/items", "/items/:item", "/itemz/:item", "/:id");
  const route = fc
    .tuple(fc.constantFrom("", "/o", "/orders", "/ordera"), fc.constantFrom("", "/:id", "/:ix", "/a".repeat(30)), end)
    .map((parts) => parts.join(""));
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.constantFrom(...METHODS), route), { maxLength: 200 }), (pairs) => {
      const operations = new Dictionary(1_000);
      const methods = new Dictionary(100);
      const memo = new RouteMemo({
        idOf: (method, path) => operations.idOf(`${method} ${path}`),
        methodIdOf: (method) => methods.idOf(method),
      });
      for (const [method, path] of pairs) {
        assert.equal(operations.nameOf(operationOf(memo, method, path)), `${method} ${path}`);
        assert.equal(methods.nameOf(memo.method), method);
      }
    }),
  );
});

test("pairs that share a place are told apart by their last letters, and by the middle of a route", () => {
  const operations = new Dictionary(10_000);
  const memo = new RouteMemo({
    idOf: (method, path) => operations.idOf(`${method} ${path}`),
    methodIdOf: undefined,
  });
  for (let i = 0; i < 4_000; i++) {
    const letters = [i % 16, (i >> 4) % 16, i >> 8].map((n) => String.fromCharCode(65 + n)).join("");
    for (const [method, path] of [
      [`GET${letters}`, "/orders/:id"],
      ["GET", `/orders/${letters}/items/of/one/order`],
    ] as const) {
      assert.equal(operations.nameOf(operationOf(memo, method, path)), `${method} ${path}`);
    }
  }
});

function operationOf(memo: RouteMemo, method: string, path: string): number {
  const text = Buffer.from(`?${method}?${path}${"/".repeat(16)}`);
  const line = new LineBytes();
  line.take(text, 0, text.length - 16);
  const from = 1 + method.length;
  return memo.operationAt(line, 1, from, from + 1, from + 1 + path.length);
}
