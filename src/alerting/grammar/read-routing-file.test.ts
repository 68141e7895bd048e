import assert from "node:assert/strict";
import { test } from "node:test";
import { Refusal } from "#kernel";
import { alertRoutes } from "../model/routing/alert-routes.ts";
import { shortDurationText } from "../model/routing/short-duration.ts";
import { readRoutingFile } from "./read-routing-file.ts";

const PLAN = `
apis: {orders: {objectives: {availability: 99.9%}}}
routing:
  default: {escalate: standard}
  rules:
    - {if: {urgency: ticket}, escalate: office-hours}
    - if: {api: orders, client: [acme, 17]}
      repeat: 30m
      continue: true
      rules:
        - {if: {kind: ""}, group: [], wait: 1 min, update: 1h30m}
    - {group: [...]}
inhibit:
  - {when: {objective: orders/availability}, mutes: {objective: orders/latency}, equal: [api]}
`;

function routed(text: string, labels: Readonly<Record<string, string>>): string[] {
  const { table } = readRoutingFile(text, "plimsoll.yaml");
  return alertRoutes(table, new Map(Object.entries(labels)), null).map(
    ({ receiver, group, waitMs, updateMs, repeatMs }) =>
      `${receiver} [${[...group.keys()].join()}] ${[waitMs, updateMs, repeatMs].map(shortDurationText).join(" ")}`,
  );
}

function faultsOf(text: string): readonly string[] {
  try {
    readRoutingFile(text, "f.yaml");
  } catch (error) {
    if (error instanceof Refusal) return error.detail.split("\n");
    throw error;
  }
  return [];
}

test("a plan's rules have what the default says, which has what good practice says", () => {
  assert.deepEqual(routed(PLAN, { api: "orders", objective: "x", urgency: "ticket" }), [
    "office-hours [api,objective] 0s 5m 4h",
  ]);
  assert.deepEqual(routed("routing: {default: {escalate: a}}", { api: "orders" }), ["a [api] 0s 5m 4h"]);
});

test("a label that has a list must have one of its values, and a rule goes on or stops as it says", () => {
  assert.deepEqual(routed(PLAN, { api: "orders", client: "17", kind: "drill" }), [
    "standard [api] 0s 5m 30m",
    "standard [api,client,kind] 0s 5m 4h",
  ]);
  assert.deepEqual(routed(PLAN, { api: "orders", client: "acme" }), [
    "standard [] 1m 1h30m 30m",
    "standard [api,client] 0s 5m 4h",
  ]);
});

test("a plan's rules that mute are read, and other parts of the plan are not judged", () => {
  const { inhibitRules, kind } = readRoutingFile(`${PLAN}\nprobes: {a: 7}\n`, "plimsoll.yaml");
  assert.equal(kind, "plan");
  assert.deepEqual(
    inhibitRules.map(({ equal, when, mutes }) => [equal, when[0]?.values, mutes[0]?.values]),
    [[["api"], ["orders/availability"], ["orders/latency"]]],
  );
});

test("all faults of a plan's routing are told at once, each with file, line, column and remedy", () => {
  const text = `routing:
  default: {wait: 0, repeat: 0s}
  rules:
    - {iff: {api: orders}, escalate: a}
    - {if: [api], update: soon}
    - {if: {api: []}, group: [api, ...], continue: maybe}
inhibit: [{when: {api: a}}]
`;
  assert.deepEqual(faultsOf(text), [
    "f.yaml, line 2, column 12: routing needs default: {escalate: NAME}, for alerts that no rule takes.",
    'f.yaml, line 2, column 30: "0s" would never let notices stop. Write 5m, for example.',
    'f.yaml, line 4, column 8: "iff" is not known here; did you mean "if"?',
    'f.yaml, line 5, column 13: "api" is no matcher. Write one such as severity="critical", team!="ops" or service=~"a|b", in single quotes.',
    'f.yaml, line 5, column 27: "soon" is not a duration such as 300ms, 5m, 2h, 30 days or 1 week.',
    "f.yaml, line 6, column 18: an empty list, which nothing fits. Name a value.",
    'f.yaml, line 6, column 30: "..." means all labels. Remove the others, or the dots.',
    'f.yaml, line 6, column 52: "maybe" is neither true nor false.',
    "f.yaml, line 7, column 11: mutes: is missing: it names the alerts, such as {api: orders}.",
  ]);
});

test("aliases are refused in a plan, as anywhere in it", () => {
  const text = "routing: {default: &d {escalate: a}, rules: [{if: {a: b}, <<: *d}, {escalate: *d}]}";
  assert.match(faultsOf(text).join("\n"), /"<<" is not known here.*\n.*no alias, list or map/);
});

test("a file that says nothing about routes is refused, with what it should say", () => {
  assert.match(faultsOf("").join(), /says nothing about where alerts go/);
  assert.match(faultsOf("routng: {default: {escalate: a}}").join(), /Did you mean "routing" by "routng"\?/);
  assert.match(faultsOf("a: [").join(), /f\.yaml, line 1, column \d/);
  assert.match(faultsOf("route: {receiver: a}\n---\nroute: {receiver: b}").join(), /second document/);
  assert.match(faultsOf("route: {receiver: a}\nroute: {receiver: b}").join(), /a second time/);
});

test("rules that lie in each other without end are refused, and so are aliases without end", () => {
  const cycle = "route: &r {receiver: a, routes: [*r]}\nreceivers: [{name: a}]\n";
  assert.match(faultsOf(cycle).join("\n"), /more than 100 in each other/);
  const wide = Array.from({ length: 8 }, (_, at) => `- &l${at + 1} {routes: [${`*l${at},`.repeat(10)}]}`).join("\n");
  const laughs = `route:\n  receiver: a\n  routes:\n  - &l0 {}\n  ${wide.replaceAll("\n", "\n  ")}\nreceivers: [{name: a}]`;
  assert.match(faultsOf(laughs).join("\n"), /more than 20000 routes/);
});
