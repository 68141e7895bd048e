import assert from "node:assert/strict";
import { test } from "node:test";
import { findTargetFault } from "./target.ts";

test("http and https are spoken, to one's own network too", () => {
  for (const address of [
    "https://example.com/hook?x=1",
    "http://10.0.0.8:9000/",
    "http://localhost:1",
    "http://[::1]/",
  ]) {
    assert.equal(findTargetFault(address), undefined, address);
  }
});

test("other schemes, credentials, fragments and what is no address are refused, each with its reason", () => {
  const cases: readonly [string, RegExp][] = [
    ["ftp://example.com/", /only http/],
    ["file:///etc/passwd", /only http/],
    ["javascript:alert(1)", /only http/],
    ["https://user@example.com/", /user name or password/],
    ["https://:pw@example.com/", /user name or password/],
    ["https://example.com/#x", /never sent/],
    ["example.com/hook", /no address/],
    ["", /no address/],
    [`https://example.com/${"x".repeat(2_000)}`, /at most 2000/],
  ];
  for (const [address, reason] of cases) assert.match(findTargetFault(address) ?? "", reason, address);
});
