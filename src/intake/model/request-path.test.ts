import assert from "node:assert/strict";
import { test } from "node:test";
import { pathOf, requestOf, UNPARSABLE } from "./request-path.ts";

test("the path is as sent, without query, fragment, scheme and host", () => {
  const cases: [string, string][] = [
    ["/orders/17?page=2#top", "/orders/17"],
    ["/a#b?c", "/a"],
    ["/a%20b", "/a%20b"],
    ["?x=1", "/"],
    ["", "/"],
    ["https://api.example:8443/a?b", "/a"],
    ["http://api.example", "/"],
    ["*", "*"],
  ];
  for (const [target, path] of cases) assert.equal(pathOf(target), path, target);
});

test("a request without a method, without a target, or with a garbled method is unparsable", () => {
  assert.deepEqual(requestOf("GET", "/a?b"), { method: "GET", path: "/a" });
  for (const [method, target] of [
    [undefined, "/"],
    ["GET", undefined],
    ["\u0016\u0003", "/"],
    ["", "/"],
  ]) {
    assert.deepEqual(requestOf(method, target), { operation: UNPARSABLE });
  }
});
