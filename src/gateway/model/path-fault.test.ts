import assert from "node:assert/strict";
import { test } from "node:test";
import { findPathFault } from "./path-fault.ts";

test("ordinary paths pass, odd but clear ones too", () => {
  const CLEAR = [
    "/",
    "/orders/17",
    "/a.b/..c/...",
    "/a/.well-known/x",
    "/a%20b",
    "/a;v=1/b",
    "/%E2%82%AC",
    "/~u/@me/a:b",
    "/a/",
  ];
  for (const path of CLEAR) assert.equal(findPathFault(path, "refuse"), null, path);
  assert.equal(findPathFault("/group%2Fname", "pass"), null);
});

test("an encoded slash may be let through, dots beside it never", () => {
  assert.match(String(findPathFault("/group%2Fname", "refuse")), /encoded slash/);
  for (const path of ["/a%2f..%2fb", "/a%2F.", "/..%2f", "/%2e%2e%2fb", "/a/%2e%2e;x=1%2fb"]) {
    assert.match(String(findPathFault(path, "pass")), /segment/, path);
  }
});
