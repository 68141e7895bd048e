import assert from "node:assert/strict";
import { test } from "node:test";
import { HOUR_MS } from "#kernel";
import { printOpenSlo, readObjectives } from "#objectives";
import type { Row } from "../counts/counts.testing.ts";
import { evaluated, planText, rowsOf, START } from "./evaluation.testing.ts";

const OUTAGE = [
  ...rowsOf(START, 7 * 360, { valid: 1_000, bad: 1 }),
  ...rowsOf(START + 7 * HOUR_MS, 60, { valid: 1_000, bad: 700 }),
].map(([at, valid, bad], i): Row => [at, valid, bad, i % 2 === 0 ? "acme" : "umbrella"]);

const plans: readonly (readonly [what: string, plan: string])[] = [
  ["availability and latency", planText("{availability: 99.9%, latency: 99% within 300ms}")],
  ["each client", planText("{availability: 99.95%}", { more: { perClient: "true", sampled: "10%" } })],
  [
    "a calendar month",
    planText("{availability: 99.9%}", { more: { window: "calendar month" }, zone: "Europe/Madrid" }),
  ],
  ["slices of half a minute", planText("{availability: 95%}", { more: { method: "timeslices of 30s good at 95%" } })],
  [
    "an operation",
    planText("{checkout: {availability: 99.9%, operation: POST /orders, method: ratio timeslices of 1m}}"),
  ],
];

for (const [what, plan] of plans) {
  test(`counts judged by an OpenSLO file about ${what} give the same result as by the short form`, () => {
    const openSlo = printOpenSlo(readObjectives(plan, "plimsoll.yaml").objectives);
    const short = evaluated(plan, OUTAGE);
    const long = evaluated(openSlo, OUTAGE);
    assert(short.objectives.some(({ bad }) => bad > 0));
    assert.deepEqual({ ...long, assumed: [] }, { ...short, assumed: [] });
  });
}

test("an OpenSLO file that a person wrote fires as the same pair in any other form does", () => {
  const written = `
apiVersion: openslo/v1
kind: SLO
metadata: {name: availability}
spec:
  service: orders
  indicator:
    metadata: {name: answered}
    spec:
      ratioMetric:
        bad: {metricSource: {type: plimsoll, spec: {class: [serverError, timeout, noAnswer]}}}
        total: {metricSource: {type: plimsoll, spec: {class: [ok, clientFault, serverError, timeout, noAnswer]}}}
  timeWindow: [{duration: 30d, isRolling: true}]
  budgetingMethod: Occurrences
  objectives: [{targetPercent: 99.9}]
  alertPolicies:
    - kind: AlertPolicy
      metadata: {name: page}
      spec:
        notificationTargets: [{kind: AlertNotificationTarget, metadata: {name: mail}, spec: {target: mail}}]
        conditions:
          - kind: AlertCondition
            metadata: {name: fast}
            spec: {severity: page, condition: {kind: burnrate, op: gt, threshold: 14.4, lookbackWindow: 1h}}
`;
  const { alerts } = evaluated(written, OUTAGE);
  const defaults = evaluated(planText("{availability: 99.9%}"), OUTAGE).alerts.filter(
    ({ urgency }) => urgency === "page",
  );
  assert.equal(alerts.length, 1);
  assert.deepEqual(
    alerts.map(({ firedAt, urgency }) => [firedAt, urgency]),
    defaults.map(({ firedAt, urgency }) => [firedAt, urgency]),
  );
});
