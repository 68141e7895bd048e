import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { alertRoutes } from "../model/routing/alert-routes.ts";
import { printPlanRouting } from "./print-plan-routing.ts";
import { readRoutingFile } from "./read-routing-file.ts";

const ALERTMANAGER = String.raw`
route:
  receiver: default
  group_by: [alertname, cluster]
  group_wait: 45s
  routes:
    - matchers: ['team="payments"', 'severity=~"page|critical"', 'service!~"a\\.b|\"c\""']
      receiver: payments
      continue: true
      mute_time_intervals: [nights]
      routes:
        - {matchers: ['"service.name"="größe"', 'empty=""'], receiver: default, group_by: ['...'], repeat_interval: 1h30m}
    - match: {team: ops}
      active_time_intervals: [office]
receivers: [{name: default}, {name: payments}]
time_intervals:
  - name: nights
    time_intervals:
      - {times: [{start_time: "22:00", end_time: "24:00"}], weekdays: ['monday:friday', sunday], location: Europe/Madrid}
  - name: office
    time_intervals:
      - {days_of_month: ['-3:-1', '1'], months: ['january:march', '12'], years: ['2026:2030']}
inhibit_rules:
  - {source_matchers: [severity="critical"], target_matchers: ['severity!="critical"'], equal: [cluster]}
`;

/** Without where it is written. */
function said(value: unknown): unknown {
  return JSON.parse(
    JSON.stringify(value, (key, one: unknown) => {
      if (key === "line" || key === "pattern") return undefined;
      return one instanceof Map ? [...one] : one;
    }),
  );
}

test("an alertmanager.yml printed as a plan says the same when it is read again: routes, matchers, times, inhibitions", () => {
  const before = readRoutingFile(ALERTMANAGER, "alertmanager.yml");
  const text = printPlanRouting(before);
  assert.match(text, /^routing:\n {2}default:\n {4}escalate: default\n/);
  const after = readRoutingFile(text, "plan.yaml");
  assert.equal(after.kind, "plan");
  assert.deepEqual(said(after.table), said(before.table));
  assert.deepEqual(said(after.inhibitRules), said(before.inhibitRules));
  assert.equal(printPlanRouting(after), text);
});

test("whatever values and labels matchers have, they are read back as they were", () => {
  const operator = fc.constantFrom("=", "!=", "=~", "!~");
  const words = fc.string({ unit: "grapheme", maxLength: 12 }).filter((text) => !/[\p{Cc}\u2028\u2029]/u.test(text));
  const matcher = fc.record({ label: words.filter((label) => label !== ""), operator, value: words });
  fc.assert(
    fc.property(fc.array(matcher, { minLength: 1, maxLength: 4 }), (matchers) => {
      const texts = matchers.map(({ label, operator: sign, value }) => {
        const written = sign.includes("~") ? literal(value) : value;
        return `${JSON.stringify(label)} ${sign} ${JSON.stringify(written)}`;
      });
      const plan = JSON.stringify({ routing: { default: { escalate: "x" }, rules: [{ if: texts, escalate: "y" }] } });
      const before = readRoutingFile(plan, "x");
      const after = readRoutingFile(printPlanRouting(before), "x");
      const labels = new Map(matchers.map(({ label, value }) => [label, value]));
      for (const set of [labels, new Map<string, string>()]) {
        const [a, b] = [before, after].map(({ table }) =>
          alertRoutes(table, set, null).map(({ receiver }) => receiver),
        );
        assert.deepEqual(a, b);
      }
      assert.deepEqual(said(after.table.root.rules[0]?.matchers), said(before.table.root.rules[0]?.matchers));
    }),
  );
});

test("times that nobody wrote are a fault at their place", () => {
  const text =
    "routing:\n  default: {escalate: x}\n  times: [{name: nights, time_intervals: []}]\n  rules:\n    - {mute: [night]}\n";
  assert.throws(() => readRoutingFile(text, "x"), /no times have the name "night"\. Did you mean "nights"\?/);
});

function literal(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`);
}
