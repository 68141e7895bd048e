import assert from "node:assert/strict";
import { test } from "node:test";
import type { Refusal } from "#kernel";
import { readRules, ruleText } from "./read-rules.ts";

test("a rule is a kind, and how long after; as text it says the same again", () => {
  const rules = readRules({ page: ["push", "voice after 3m", "sms after 90s", "mail after 1h"], ticket: ["mail"] });
  assert.deepEqual(
    rules.page.map(({ way, afterMs }) => [way, afterMs]),
    [
      ["push", 0],
      ["voice", 180_000],
      ["sms", 90_000],
      ["mail", 3_600_000],
    ],
  );
  const texts = rules.page.map((rule) => ruleText(rule) ?? "");
  assert.deepEqual(texts, ["push", "voice after 3m", "sms after 90s", "mail after 1h"]);
  assert.deepEqual(readRules({ page: texts, ticket: ["mail"] }), rules);
  assert.deepEqual(readRules({}), { page: [], ticket: [] });
});

test("all faults are named at once, each with its place and a remedy", () => {
  assert.throws(
    () => readRules({ page: ["pusch", "voice after soon", "mail after 2h"], ticket: ["pigeon"] }),
    (fault: Refusal) => {
      const faults = fault.params["faults"] as readonly { pointer: string; detail: string }[];
      assert.deepEqual(
        faults.map(({ pointer }) => pointer),
        ["/page/0", "/page/1", "/page/2", "/ticket/0"],
      );
      assert.match(faults[0]?.detail ?? "", /did you mean push\?/);
      assert.match(faults[1]?.detail ?? "", /voice after 3m/);
      return true;
    },
  );
});
