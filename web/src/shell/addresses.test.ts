import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { crumbsOf } from "./crumbs.ts";
import { foundTargets } from "./found.ts";
import { parseSearch, searchText } from "./search-text.ts";

test("what is put into an address comes out of it", () => {
  const names = fc.string({ minLength: 1 }).filter((name) => name !== "__proto__");
  fc.assert(
    fc.property(
      fc.dictionary(
        names,
        fc.string({ minLength: 1, unit: "binary" }).map((text) => text.toWellFormed()),
      ),
      (search) => {
        assert.deepEqual({ ...parseSearch(searchText(search)) }, { ...search });
      },
    ),
  );
});

test("an address says instants and numbers as they are, and leaves out what is absent", () => {
  assert.equal(
    searchText({ from: "2026-03-02T00:00:00Z", status: "500", client: undefined, q: "" }),
    "?from=2026-03-02T00:00:00Z&status=500",
  );
  assert.equal(searchText({}), "");
});

test("the way to a page names the API by its title, and clients as they are", () => {
  const names = (path: string): string[] => crumbsOf(path, "Orders").map(({ name }) => name);
  assert.deepEqual(names("/apis/orders"), ["Orders"]);
  assert.deepEqual(names("/apis/orders/clients/acme%20shop"), ["Orders", "Clients", "acme shop"]);
  assert.deepEqual(names("/settings/tokens"), ["Settings", "Tokens"]);
  assert.deepEqual(names("/groups/grp_1"), ["Alerts", "Group"]);
  assert.deepEqual(names("/nowhere/at/all"), []);
  assert.equal(crumbsOf("/apis/orders/clients/a%2Fb", "")[2]?.path, "/apis/orders/clients/a%2Fb");
});

test("the palette finds by all words, beginnings first, and never fails on what is typed", () => {
  const targets = [
    { kind: "client", name: "shop-acme", path: "1" },
    { kind: "client", name: "acme", path: "2" },
    { kind: "operation", name: "GET /orders", path: "3" },
  ];
  const found = (question: string): string[] => foundTargets(targets, question).map(({ path }) => path);
  assert.deepEqual(found("acme"), ["2", "1"]);
  assert.deepEqual(found("get ord"), ["3"]);
  assert.deepEqual(found(""), ["1", "2", "3"]);
  fc.assert(fc.property(fc.string(), (question) => found(question).length <= 3));
});
