import {
  bad,
  type Change,
  durations,
  type Group,
  ok,
  POLICY,
  stage,
  type Stage,
  strictly,
} from "./conformance-kit.testing.ts";
import * as p from "./conformance-parts.testing.ts";

const CONDITION_STAGES: readonly Stage[] = [
  stage("AlertCondition", ["spec"], () => p.documentOf("AlertCondition", p.conditionSpec())),
  stage("inline condition", ["spec", "conditions", 0, "spec"], () => p.documentOf("AlertPolicy", p.inlinePolicySpec())),
  stage("SLO", [...POLICY, "spec", "conditions", 0, "spec"], () => p.documentOf("SLO", p.policySlo())),
];

const CONDITION_SPEC: readonly Change[] = [
  ...bad(["description"], [".description string_max_length"], "x".repeat(1051)),
  ...bad(["severity"], [".severity required"], "", null, p.NONE),
  ...bad(["severity"], [".severity invalid_type"], 1),
  ...bad(["condition"], [".condition required"], {}, null, p.NONE),
  ...bad(["condition"], [".condition invalid_type"], "burnrate"),
  ...strictly(["condition", "kind"], [".condition.kind required"], "", p.NONE, null),
  ...bad(["condition", "kind"], [".condition.kind one_of"], "burnRate", "slow"),
  ...ok(["condition", "op"], "gt", "gte", "lt", "lte"),
  ...strictly(["condition", "op"], [".condition.op required"], "", p.NONE, null),
  ...bad(["condition", "op"], [".condition.op one_of"], "lessThan", "GT"),
  ...ok(["condition", "threshold"], 0, -1, 1.5, 1e3),
  ...bad(["condition", "threshold"], [".condition.threshold required"], null, p.NONE),
  ...bad(["condition", "threshold"], [".condition.threshold invalid_type"], "14", true),
  ...bad(["condition", "lookbackWindow"], [".condition.lookbackWindow required"], "", null, p.NONE),
  ...durations(["condition", "lookbackWindow"], ".condition.lookbackWindow"),
  ...bad(["condition", "lookbackWindow"], [".condition.lookbackWindow invalid_type"], 5),
  ...ok(["condition", "alertAfter"], null, p.NONE),
  ...bad(["condition", "alertAfter"], [".condition.alertAfter.unit required"], ""),
  ...durations(["condition", "alertAfter"], ".condition.alertAfter"),
  ...strictly(["condition", "window"], [".condition.window unknown_field"], "1h"),
  ...strictly(["severty"], [".severty unknown_field"], "page"),
];

const TARGET_STAGES: readonly Stage[] = [
  stage("AlertNotificationTarget", ["spec"], () => p.documentOf("AlertNotificationTarget", p.targetSpec())),
  stage("inline target", ["spec", "notificationTargets", 0, "spec"], () =>
    p.documentOf("AlertPolicy", p.inlinePolicySpec()),
  ),
];

const TARGET_SPEC: readonly Change[] = [
  ...ok(["description"], "x".repeat(1050), p.NONE),
  ...bad(["description"], [".description string_max_length"], "x".repeat(1051)),
  ...bad(["target"], [".target required"], "", null, p.NONE),
  ...bad(["target"], [".target invalid_type"], 1, ["mail"]),
  ...strictly(["url"], [".url unknown_field"], "http://x"),
];

const POLICY_STAGES: readonly Stage[] = [
  stage("AlertPolicy", ["spec"], () => p.documentOf("AlertPolicy", p.policySpec())),
  stage("inline policy", [...POLICY, "spec"], () => p.documentOf("SLO", p.policySlo())),
];

const inlineChanges = (list: string, ref: string, kind: string): Change[] => {
  const at = [list, 0];
  const path = `.${list}[0]`;
  const inline = p.inlinePolicySpec()[list] as readonly p.Json[];
  const [first = {}] = inline;
  return [
    ...ok(at, first, { [ref]: "a-b" }),
    ...bad(at, [`${path} mutually_exclusive`], {}, null, { ...first, [ref]: "a" }),
    ...bad(at, [`${path}.${ref} required`], { [ref]: "" }, { [ref]: null }),
    ...bad(at, [`${path}.${ref} string_dns_label`], { [ref]: "a b" }),
    ...strictly(at, [`${path}.${ref} string_dns_label`], { [ref]: "OnCall" }),
    ...bad(at, [`${path}.${ref} invalid_type`], { [ref]: 1 }),
    ...bad(at, [`${path}.kind equal_to`], { ...first, kind: "SLO" }, { ...first, kind: "foo" }),
    ...bad(at, [`${path}.kind required`], p.changed(first, ["kind"], p.NONE), { ...first, kind: "" }),
    ...bad(at, [`${path}.metadata required`], p.changed(first, ["metadata"], p.NONE), { ...first, metadata: {} }),
    ...bad(at, [`${path}.spec required`], p.changed(first, ["spec"], p.NONE), { ...first, spec: {} }),
    ...bad(at, [`${path}.metadata required`, `${path}.spec required`], { kind }),
    ...strictly(at, [`${path}.apiVersion unknown_field`], { ...first, apiVersion: "openslo/v1" }),
    ...bad(at, [`${path} invalid_type`], "a", ["a"]),
  ];
};

const POLICY_SPEC: readonly Change[] = [
  ...bad(["description"], [".description string_max_length"], "x".repeat(1051)),
  ...["alertWhenNoData", "alertWhenResolved", "alertWhenBreaching"].flatMap((key) => [
    ...ok([key], true, false, null, p.NONE),
    ...bad([key], [`.${key} invalid_type`], "yes", 1),
  ]),
  ...bad(["conditions"], [".conditions slice_length"], [], null, p.NONE, [
    { conditionRef: "a" },
    { conditionRef: "b" },
  ]),
  ...bad(["conditions"], [".conditions invalid_type"], { conditionRef: "a" }, "a"),
  ...bad(["notificationTargets"], [".notificationTargets slice_min_length"], [], null, p.NONE),
  ...ok(["notificationTargets"], [{ targetRef: "a" }, { targetRef: "b" }, { targetRef: "c" }]),
  ...inlineChanges("conditions", "conditionRef", "AlertCondition"),
  ...inlineChanges("notificationTargets", "targetRef", "AlertNotificationTarget"),
  ...strictly(["condition"], [".condition unknown_field"], []),
];

/** Conditions, targets and policies, on their own and inline. */
export const ALERT_GROUPS: readonly Group[] = [
  [CONDITION_STAGES, CONDITION_SPEC],
  [TARGET_STAGES, TARGET_SPEC],
  [POLICY_STAGES, POLICY_SPEC],
];
