import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { listOpenSloRules } from "#objectives";
import { openSloRulesPage } from "../../tools/openslo-rules/page.ts";

test("the manual's table of OpenSLO rules is the one that the rules give (node tools/openslo-rules.ts writes it)", () => {
  const page = readFileSync(new URL("../../docs/manual/openslo-rules.md", import.meta.url), "utf8");
  assert.equal(page, openSloRulesPage(listOpenSloRules()));
});

test("every rule has a code, and says in words what holds and what to do", () => {
  for (const { code, says, remedy } of listOpenSloRules()) {
    assert.match(code, /^[a-z_]+$/);
    assert.ok(says.length > 10 && !says.endsWith("."), says);
    assert.match(remedy, /[.?]$/);
  }
});
