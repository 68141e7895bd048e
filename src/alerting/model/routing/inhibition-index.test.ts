import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { InhibitRule } from "./inhibit-rule.ts";
import { inhibits } from "./inhibits.ts";
import { InhibitionIndex } from "./inhibition-index.ts";
import { matcherOf } from "./matcher.ts";

test("looked up by the values in which they must be equal, an alert is muted by what a comparison with all that fire names", () => {
  const label = fc.constantFrom("a", "b", "c");
  const value = fc.constantFrom("", "x", "y");
  const matchers = fc.array(
    fc
      .tuple(label, fc.constantFrom("=" as const, "!=" as const), value)
      .map(([name, sign, one]) => matcherOf(name, sign, [one])),
    { maxLength: 2 },
  );
  const rule: fc.Arbitrary<InhibitRule> = fc.record({
    line: fc.nat(),
    when: matchers,
    mutes: matchers,
    equal: fc.uniqueArray(label, { maxLength: 2 }),
  });
  const labels = fc.array(fc.tuple(label, value), { maxLength: 3 }).map((pairs) => new Map(pairs));
  fc.assert(
    fc.property(fc.array(rule, { maxLength: 4 }), fc.array(labels, { maxLength: 8 }), (rules, firing) => {
      const alerts = firing.map((set, at) => ({ id: String(at), labels: set }));
      const index = new InhibitionIndex(rules, alerts);
      for (const alert of alerts) {
        const oracle = inhibits(firing, rules, alert.labels);
        const found = index.mutes(alert);
        assert.equal(found?.rule, oracle?.rule);
        assert.equal(found?.source, oracle === null ? undefined : String(oracle.source));
      }
    }),
  );
});
