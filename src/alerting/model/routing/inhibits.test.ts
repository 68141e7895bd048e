import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { type InhibitRule, labelsThatMayLack } from "./inhibit-rule.ts";
import { inhibitRulesFor, inhibits } from "./inhibits.ts";
import type { LabelSet } from "./label-set.ts";
import { matcherOf } from "./matcher.ts";

const labels = (set: Readonly<Record<string, string>>): LabelSet => new Map(Object.entries(set));
const CRITICAL = matcherOf("severity", "=", ["critical"]);
const WARNING = matcherOf("severity", "=", ["warning"]);
const RULE: InhibitRule = { line: 1, when: [CRITICAL], mutes: [WARNING], equal: ["cluster"] };
const muted = (sources: readonly LabelSet[], target: LabelSet, rule = RULE): boolean =>
  inhibits(sources, [rule], target) !== null;

test("an alert is muted while one of the other side fires that is equal to it in the labels", () => {
  const target = labels({ severity: "warning", cluster: "eu" });
  assert.equal(muted([labels({ severity: "critical", cluster: "eu" })], target), true);
  assert.equal(muted([labels({ severity: "critical", cluster: "us" })], target), false);
  assert.equal(muted([labels({ severity: "page", cluster: "eu" })], target), false);
  assert.equal(muted([], target), false);
});

test("it is told which rule mutes, and which alert", () => {
  const sources = [labels({ severity: "critical", cluster: "us" }), labels({ severity: "critical", cluster: "eu" })];
  const found = inhibits(sources, [RULE], labels({ severity: "warning", cluster: "eu" }));
  assert.deepEqual([found?.rule.line, found?.source], [1, 1]);
});

test("a label of equal that both lack, or that is empty on both sides, makes nothing equal", () => {
  assert.equal(muted([labels({ severity: "critical" })], labels({ severity: "warning" })), false);
  assert.equal(
    muted([labels({ severity: "critical", cluster: "" })], labels({ severity: "warning", cluster: "" })),
    false,
  );
  assert.deepEqual(inhibitRulesFor([RULE], labels({ severity: "warning" })), []);
});

test("an alert that both sides take is not muted by another such, nor by itself; by a source alone it is", () => {
  const both: InhibitRule = {
    line: 1,
    when: [matcherOf("alertname", "=~", ["Down|Critical"])],
    mutes: [matcherOf("alertname", "=", ["Down"])],
    equal: [],
  };
  const down = labels({ alertname: "Down", instance: "a" });
  assert.equal(muted([down], down, both), false);
  assert.equal(muted([labels({ alertname: "Down", instance: "b" })], down, both), false);
  assert.equal(muted([labels({ alertname: "Critical" })], down, both), true);
});

test("labels that a matcher of either side asks for cannot be missing", () => {
  assert.deepEqual(labelsThatMayLack(RULE), ["cluster"]);
  assert.deepEqual(labelsThatMayLack({ ...RULE, when: [matcherOf("cluster", "=~", [".+"])] }), []);
  assert.deepEqual(labelsThatMayLack({ ...RULE, mutes: [matcherOf("cluster", "=~", [".*"])] }), ["cluster"]);
});

test("whatever fires: what mutes is a source that has each label of equal with the target's value", () => {
  const value = fc.constantFrom("", "a", "b");
  const set = fc
    .record({ severity: fc.constantFrom("critical", "warning"), cluster: value, zone: value })
    .map((record) => labels(record));
  const equal = fc.subarray(["cluster", "zone"]);
  fc.assert(
    fc.property(fc.array(set, { maxLength: 5 }), set, equal, (sources, target, names) => {
      const expected = sources.some(
        (source) =>
          source.get("severity") === "critical" &&
          target.get("severity") === "warning" &&
          names.every((name) => source.get(name) !== "" && source.get(name) === target.get(name)),
      );
      assert.equal(muted(sources, target, { ...RULE, equal: names }), expected);
    }),
  );
});
