import assert from "node:assert/strict";
import { test } from "node:test";
import { handleOfId, handleStem, nameInAudit } from "./person.ts";

test("a handle is made from a name of any script, and has only what configuration texts take", () => {
  const made = ["Ana-María Núñez", "  Bo  ", "李雷", "---", "x".repeat(90)].map(handleStem);
  assert.deepEqual(made, ["ana-maria-nunez", "bo", "person", "person", "x".repeat(56)]);
  assert.equal(handleOfId("per_01abc"), "per-01abc");
});

test("two of one name are told apart in the audit log", () => {
  const ana = { name: "Ana", name_key: "ana", handle: "ana" };
  assert.equal(nameInAudit(ana), "Ana");
  assert.equal(nameInAudit({ ...ana, name_key: "ana per_2", handle: "per-2" }), "Ana (per-2)");
});
