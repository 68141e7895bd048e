import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { file, folder, plimsoll } from "./run-plimsoll.ts";

const PLAN = file(
  "objectives.yaml",
  "apis:\n  orders:\n    perClient: true\n    window: 7 days\n    objectives: {availability: 99.9%, latency: 99% within 300ms}\n",
);
const EXPORT = ["objectives", "export", "--to", "prometheus", "--objectives", PLAN];

test("rules go to standard output, and what is not in them to standard error", async () => {
  const { code, out, err } = await plimsoll(EXPORT);
  assert.equal(code, 0, err);
  assert.match(out, /^# Prometheus rules/);
  assert.match(out, /name: orders\/latency, long windows/);
  assert.match(err, /orders\/availability has no 3 d \/ 6 h ticket alert/);
  assert.match(err, /not for each client/);
});

test("what a plan has and rules cannot have is told: calendar budgets, maintenance", async () => {
  const text = `zone: Europe/Madrid
apis:
  orders:
    window: calendar month
    maintenance: [{from: 2026-01-05T01:00, to: 2026-01-05T01:10}]
    objectives: {availability: 99.9%}
`;
  const plan = file("month.yaml", text);
  const { code, out, err } = await plimsoll(["objectives", "export", "--to", "prometheus", "--objectives", plan]);
  assert.equal(code, 0, err);
  assert.match(out, /alert: ErrorBudgetBurn/);
  assert.doesNotMatch(out, /plimsoll_budget/);
  assert.match(err, /calendar window: its alerts are exported, its budget is not/);
  assert.match(err, /without the maintenance of the plan/);
});

test("rules go to a file, only those that were asked for", async () => {
  const { code, out, err } = await plimsoll([...EXPORT, "--objective", "orders/latency", "--out", "rules.yml"]);
  assert.equal(code, 0, err);
  assert.equal(out, "");
  const written = readFileSync(join(folder, "rules.yml"), "utf8");
  assert.match(written, /name: orders\/latency/);
  assert.doesNotMatch(written, /name: orders\/availability/);
});

test("wrong use is refused with what to do, and writes nothing", async () => {
  const wrong: readonly (readonly [string[], RegExp])[] = [
    [["--objective", "orders/none"], /no objective orders\/none. It has: orders\/availability, orders\/latency/],
    [["--out", PLAN], /the plan itself/],
    [["--out", "none/rules.yml"], /cannot be written \(ENOENT\)/],
    [["--to", "grafana"], /Allowed choices/],
    [["--objectives", "none.yaml"], /none\.yaml cannot be read/],
  ];
  for (const [args, message] of wrong) {
    const { code, out, err } = await plimsoll([...EXPORT, ...args]);
    assert.equal(code, 2, args.join(" "));
    assert.equal(out, "");
    assert.match(err, message);
  }
});
