import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { listRules } from "../../src/objectives/model/openslo/rule-list.ts";
import { openSloRulesPage } from "../../tools/openslo-rules/page.ts";

test("the manual's table of OpenSLO rules is the one that the rules give (node tools/openslo-rules.ts writes it)", () => {
  const page = readFileSync(new URL("../../docs/manual/openslo-rules.md", import.meta.url), "utf8");
  assert.equal(page, openSloRulesPage(listRules()));
});

test("every rule has a code, and says in words what holds and what to do", () => {
  for (const { code, says, remedy } of listRules()) {
    assert.match(code, /^[a-z_]+$/);
    assert.ok(says.length > 10 && !says.endsWith("."), says);
    assert.match(remedy, /[.?]$/);
  }
});
