import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { test } from "node:test";
import { Seal } from "./seal.ts";

test("what is sealed opens with its key and for its row only, and not when a bit of it was changed", () => {
  const seal = new Seal(randomBytes(32));
  const stored = seal.close("a secret", "person:per_1");
  assert.equal(seal.open(stored, "person:per_1"), "a secret");
  assert.equal(seal.open(stored, "person:per_2"), undefined);
  assert.equal(new Seal(randomBytes(32)).open(stored, "person:per_1"), undefined);
  const bytes = Buffer.from(stored, "base64url");
  for (let at = 0; at < bytes.length; at++) {
    const changed = Buffer.from(bytes);
    changed[at] = (changed[at] ?? 0) ^ 1;
    assert.equal(seal.open(changed.toString("base64url"), "person:per_1"), undefined);
  }
  for (const none of ["", "abc", "not base64 at all"]) assert.equal(seal.open(none, "person:per_1"), undefined);
  assert.notEqual(seal.close("a secret", "person:per_1"), stored);
});
