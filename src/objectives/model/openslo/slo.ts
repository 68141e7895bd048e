import { ALERT_POLICY_SPEC } from "./alert-policy.ts";
import { conditional, type Draft, optional, pointer, required } from "./field.ts";
import { TEXT } from "./field-types.ts";
import { INLINE_INDICATOR } from "./inline-indicator.ts";
import { inlineOrRef } from "./inline-or-ref.ts";
import { METADATA } from "./metadata.ts";
import { OBJECTIVE } from "./objective-part.ts";
import { SLO_RULES } from "./slo-rules.ts";
import { listOf, Shape } from "./shape.ts";
import { DESCRIPTION_RULES, NAME_RULES, oneOf } from "./text-rules.ts";
import { TIME_WINDOW } from "./time-window.ts";

/** How bad requests or bad time add up. */
const BUDGETING_METHODS = ["Occurrences", "Timeslices", "RatioTimeslices"] as const;

const POLICY_FIELDS = {
  alertPolicyRef: optional(TEXT, NAME_RULES),
  kind: optional(TEXT),
  metadata: conditional(METADATA),
  spec: conditional(ALERT_POLICY_SPEC),
};

const SLO_POLICY = new Shape(
  "SLO alert policy",
  POLICY_FIELDS,
  inlineOrRef<Draft<typeof POLICY_FIELDS>>("alertPolicyRef", "AlertPolicy"),
);

const FIELDS = {
  description: optional(TEXT, DESCRIPTION_RULES),
  service: required(TEXT),
  indicator: pointer(INLINE_INDICATOR),
  indicatorRef: pointer(TEXT, NAME_RULES),
  budgetingMethod: required(TEXT, [oneOf(BUDGETING_METHODS)]),
  timeWindow: optional(listOf(TIME_WINDOW)),
  objectives: optional(listOf(OBJECTIVE)),
  alertPolicies: optional(listOf(SLO_POLICY)),
};

/** The spec of an SLO. */
export const SLO_SPEC = new Shape("SLO spec", FIELDS, SLO_RULES);
