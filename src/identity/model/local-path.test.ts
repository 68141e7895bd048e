import assert from "node:assert/strict";
import { test } from "node:test";
import { localPath } from "./local-path.ts";

test("a path of ours stays as it is; what a browser could read as another site leads home", () => {
  for (const ours of ["/", "/alerts?state=firing#a", "/my/%2F%2Fevil.example"]) assert.equal(localPath(ours), ours);
  const foreign = [
    "",
    "alerts",
    "//evil.example",
    "/\\evil.example",
    "/a\\b",
    "https://evil.example",
    "javascript:alert(1)",
  ];
  for (const text of [...foreign, "/\t/evil.example", "/\n/evil.example", " //evil.example"]) {
    assert.equal(localPath(text), "/", JSON.stringify(text));
  }
});
