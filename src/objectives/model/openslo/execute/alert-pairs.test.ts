import assert from "node:assert/strict";
import { test } from "node:test";
import type { AlertPair } from "../../alerts/pair.ts";
import { executeOpenSlo } from "./execute-openslo.ts";
import { faultsOf, type Json, placeOf, sloText, textOf } from "./executed.testing.ts";

const HOUR_MS = 3_600_000;
const CONDITION = { kind: "burnrate", op: "gt", threshold: 14.4, lookbackWindow: "1h", alertAfter: "5m" };
const TARGETS = [{ kind: "AlertNotificationTarget", metadata: { name: "mail" }, spec: { target: "mail" } }];

interface Changes {
  readonly condition?: Json;
  readonly severity?: string;
  readonly annotations?: Json;
  readonly policy?: Json;
  readonly target?: number;
}

/** An SLO with one policy, all written inside it. */
function policyText({ condition = {}, severity = "page", annotations, policy = {}, target = 0.999 }: Changes): string {
  const metadata = { name: "fast-burn", ...(annotations === undefined ? {} : { annotations }) };
  const spec = { severity, condition: { ...CONDITION, ...condition } };
  const conditions = [{ kind: "AlertCondition", metadata, spec }];
  return sloText({
    objectives: [{ target }],
    timeWindow: [{ duration: "30d", isRolling: true }],
    alertPolicies: [
      { kind: "AlertPolicy", metadata: { name: "p" }, spec: { conditions, notificationTargets: TARGETS, ...policy } },
    ],
  });
}

function executed(text: string): { pairs: readonly AlertPair[] | undefined; assumed: string } {
  const { objectives, assumed } = executeOpenSlo([{ file: "slo.yaml", text }]);
  return { pairs: objectives[0]?.pairs, assumed: assumed.join("\n") };
}

const PAGE = {
  urgency: "page",
  longMs: HOUR_MS,
  shortMs: HOUR_MS / 12,
  name: "fast-burn",
  factorPpm: 14_400_000,
} as const;

const conditions: readonly (readonly [what: string, changes: Changes, pair: Partial<AlertPair>, says?: RegExp])[] = [
  ["a burn rate over two windows", {}, {}],
  ["or equal", { condition: { op: "gte" } }, { orEqual: true }],
  ["lt, which would never end, read as gt", { condition: { op: "lt" } }, {}, /lt is read as gt:/],
  [
    "lte, as in an example of the specification, read as gte",
    { condition: { op: "lte" } },
    { orEqual: true },
    /lte is read as gte:/,
  ],
  [
    "no alertAfter: a twelfth",
    { condition: { alertAfter: undefined, lookbackWindow: "6h" } },
    { longMs: 6 * HOUR_MS, shortMs: HOUR_MS / 2 },
  ],
  ["an alertAfter of nothing: a twelfth", { condition: { alertAfter: "0m" } }, {}],
  [
    "a twelfth that is off the grid, rounded up",
    { condition: { alertAfter: undefined, lookbackWindow: "7m" } },
    { longMs: 420_000, shortMs: 40_000 },
  ],
  [
    "an alertAfter longer than the window: a twelfth",
    { condition: { alertAfter: "2h" } },
    {},
    /alertAfter \(2h\) is longer/,
  ],
  ["an alertAfter as long as the window", { condition: { alertAfter: "1h" } }, { shortMs: HOUR_MS }],
  ["another word for a page", { severity: "Critical" }, {}],
  ["a word for a ticket", { severity: "warning" }, { urgency: "ticket" }],
  [
    "a word of somebody's own",
    { severity: "purple" },
    { urgency: "ticket" },
    /the severity purple is taken for a ticket/,
  ],
  ["six decimals", { condition: { threshold: 1.000001 } }, { factorPpm: 1_000_001 }],
  ["a name of its own", { annotations: { "plimsoll.dev/name": "Fast burn!" } }, { name: "Fast burn!" }],
  [
    "windows of seconds",
    {
      condition: { lookbackWindow: "2m", alertAfter: "1m" },
      annotations: { "plimsoll.dev/long-window": "90s", "plimsoll.dev/short-window": "10s" },
    },
    { longMs: 90_000, shortMs: 10_000 },
  ],
];

for (const [what, changes, pair, says] of conditions) {
  test(`an alert condition with ${what} becomes a pair of windows`, () => {
    const { pairs, assumed } = executed(policyText(changes));
    assert.deepEqual(pairs, [{ ...PAGE, ...pair }]);
    const remarks = assumed.split("\n").filter((line) => !line.includes("notificationTargets"));
    assert.match(remarks.join("\n"), says ?? /^$/);
  });
}

test("a share of the budget is kept as such, where threshold is what follows of it", () => {
  const { pairs } = executed(policyText({ annotations: { "plimsoll.dev/budget": "2%" } }));
  assert.deepEqual(pairs, [
    { urgency: "page", longMs: HOUR_MS, shortMs: HOUR_MS / 12, name: "fast-burn", budgetPpm: 20_000 },
  ]);
});

test("without policies the default pairs stay; policies and conditions are also referred to", () => {
  assert.equal(executed(sloText({})).pairs, undefined);
  const text = [
    sloText({ alertPolicies: [{ alertPolicyRef: "pages" }] }),
    textOf(
      "AlertPolicy",
      { conditions: [{ conditionRef: "fast-burn" }], notificationTargets: [{ targetRef: "mail" }] },
      { name: "pages" },
    ),
    textOf("AlertCondition", { severity: "page", condition: CONDITION }, { name: "fast-burn" }),
    textOf("AlertNotificationTarget", { target: "mail" }, { name: "mail" }),
  ].join("---\n");
  assert.deepEqual(executed(text).pairs, [PAGE]);
});

test("what a policy asks for and Plimsoll does otherwise is told with its place", () => {
  const { assumed } = executed(
    policyText({ policy: { alertWhenNoData: true, alertWhenBreaching: false, alertWhenResolved: false } }),
  );
  for (const word of [
    "alertWhenNoData: true",
    "alertWhenBreaching: false",
    "alertWhenResolved: false",
    "notificationTargets",
  ]) {
    assert.match(assumed, new RegExp(`^slo\\.yaml, line \\d+: ${word}`, "m"));
  }
});

const refusals: readonly (readonly [what: string, changes: Changes, at: string, says: RegExp])[] = [
  [
    "that nothing can fire",
    { target: 0.9 },
    "condition:",
    /"fast-burn" asks for a burn rate above 14\.4, and with a target of 90 % not even an outage/,
  ],
  ["of nothing", { condition: { threshold: 0 } }, "threshold", /0 is no burn rate/],
  ["with seven decimals", { condition: { threshold: 1.0000001 } }, "threshold", /at most six decimals/],
  ["over nothing", { condition: { lookbackWindow: "0m" } }, "lookbackWindow", /from a minute to 400 days/],
  ["over years", { condition: { lookbackWindow: "2Y" } }, "lookbackWindow", /from a minute to 400 days/],
  [
    "whose share of the budget is another",
    { annotations: { "plimsoll.dev/budget": "5%" } },
    "plimsoll.dev/budget",
    /is a burn rate of 36, and threshold is 14\.4/,
  ],
  [
    "whose exact window is another",
    { annotations: { "plimsoll.dev/long-window": "90s" } },
    "plimsoll.dev/long",
    /do not agree/,
  ],
  [
    "whose exact window is off the grid",
    { annotations: { "plimsoll.dev/short-window": "295s" } },
    "plimsoll.dev/short",
    /multiple of 10 s/,
  ],
  [
    "with an unknown annotation",
    { annotations: { "plimsoll.dev/long-windw": "90s" } },
    "plimsoll.dev/long",
    /Did you mean plimsoll\.dev\/long-window/,
  ],
];

for (const [what, changes, at, says] of refusals) {
  test(`an alert ${what} is refused at its place, with a remedy`, () => {
    const text = policyText(changes);
    const faults = faultsOf(text);
    assert.match(faults, says);
    const start = at === "condition:" ? ["severity", at] : [at];
    assert(faults.includes(placeOf(text, ...start)), faults);
  });
}
