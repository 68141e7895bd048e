import { ALERT_CONDITION_SPEC } from "./alert-condition.ts";
import { type Draft, conditional, optional, type PartOf } from "./field.ts";
import { BOOLEAN, TEXT } from "./field-types.ts";
import { inlineOrRef } from "./inline-or-ref.ts";
import { METADATA } from "./metadata.ts";
import { NOTIFICATION_TARGET_SPEC } from "./notification-target.ts";
import type { PartRule } from "./rule.ts";
import { listOf, Shape } from "./shape.ts";
import { DESCRIPTION_RULES, NAME_RULES } from "./text-rules.ts";

const CONDITION_FIELDS = {
  conditionRef: optional(TEXT, NAME_RULES),
  kind: optional(TEXT),
  metadata: conditional(METADATA),
  spec: conditional(ALERT_CONDITION_SPEC),
};

const POLICY_CONDITION = new Shape(
  "AlertPolicy condition",
  CONDITION_FIELDS,
  inlineOrRef<Draft<typeof CONDITION_FIELDS>>("conditionRef", "AlertCondition"),
);

const TARGET_FIELDS = {
  targetRef: optional(TEXT, NAME_RULES),
  kind: optional(TEXT),
  metadata: conditional(METADATA),
  spec: conditional(NOTIFICATION_TARGET_SPEC),
};

const POLICY_TARGET = new Shape(
  "AlertPolicy notification target",
  TARGET_FIELDS,
  inlineOrRef<Draft<typeof TARGET_FIELDS>>("targetRef", "AlertNotificationTarget"),
);

const SPEC_FIELDS = {
  description: optional(TEXT, DESCRIPTION_RULES),
  alertWhenNoData: optional(BOOLEAN),
  alertWhenBreaching: optional(BOOLEAN),
  alertWhenResolved: optional(BOOLEAN),
  conditions: optional(listOf(POLICY_CONDITION)),
  notificationTargets: optional(listOf(POLICY_TARGET)),
};
type SpecDraft = Draft<typeof SPEC_FIELDS>;

const ONE_CONDITION: PartRule<SpecDraft> = {
  path: "conditions",
  code: "slice_length",
  origin: "both",
  says: "a policy has exactly one condition (the list is for later versions)",
  remedy: "Write one condition; for several, write several policies.",
  breaches: (spec, look) => {
    const count = spec.conditions?.length ?? (look.has(spec, "conditions") ? 1 : 0);
    return count === 1 ? [] : [{ at: ["conditions"], found: `"conditions" has ${count} items` }];
  },
};

const ANY_TARGET: PartRule<SpecDraft> = {
  path: "notificationTargets",
  code: "slice_min_length",
  origin: "both",
  says: "an alert without a target reaches nobody",
  remedy: "Write at least one target.",
  breaches: (spec, look) =>
    (spec.notificationTargets?.length ?? (look.has(spec, "notificationTargets") ? 1 : 0)) > 0
      ? []
      : [{ at: ["notificationTargets"], found: '"notificationTargets" has no items' }],
};

/** The spec of an AlertPolicy, on its own or inside an SLO. */
export const ALERT_POLICY_SPEC = new Shape("AlertPolicy spec", SPEC_FIELDS, [ONE_CONDITION, ANY_TARGET]);
export type AlertPolicySpec = PartOf<typeof SPEC_FIELDS>;
