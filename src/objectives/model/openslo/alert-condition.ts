import { DURATION } from "./duration.ts";
import { conditional, type Draft, optional, pointer, required } from "./field.ts";
import { NUMBER, TEXT } from "./field-types.ts";
import type { Breach, Look, PartRule, Rule } from "./rule.ts";
import { Shape } from "./shape.ts";
import { DESCRIPTION_RULES, oneOf } from "./text-rules.ts";

/** Greater than, less than, and each with "or equal". */
export const OPERATORS = ["gt", "lt", "gte", "lte"];
const OPERATOR = oneOf(OPERATORS);
const KIND = oneOf(["burnrate"]);

const CONDITION_FIELDS = {
  kind: optional(TEXT, [KIND]),
  op: optional(TEXT),
  threshold: pointer(NUMBER),
  lookbackWindow: conditional(DURATION),
  alertAfter: pointer(DURATION),
};
type ConditionDraft = Draft<typeof CONDITION_FIELDS>;

const KIND_MISSING: PartRule<ConditionDraft> = {
  path: "kind",
  code: "required",
  origin: "sdk",
  says: "it counts as burnrate, the only kind there is",
  remedy: "Write kind: burnrate.",
  breaches: (part, look) => missing(part, "kind", look),
};

function missing(part: ConditionDraft, key: keyof ConditionDraft, look: Look): readonly Breach[] {
  const isThere = look.has(part, key) && !isBlank(part[key]);
  return isThere ? [] : [{ at: [key], found: `"${key}" is missing` }];
}

function isBlank(value: ConditionDraft[keyof ConditionDraft]): boolean {
  if (typeof value === "string") return value === "";
  return value !== undefined && "unit" in value && DURATION.isZero?.(value) === true;
}

/** Rules of the kind burnrate. */
function ofBurnRate(key: keyof ConditionDraft, rule: Omit<Rule, "code">): PartRule<ConditionDraft> {
  return {
    ...rule,
    path: key,
    code: "required",
    breaches: (part, look) => ((part.kind ?? "burnrate") === "burnrate" ? missing(part, key, look) : []),
  };
}

const OP_MISSING = ofBurnRate("op", {
  origin: "sdk",
  says: "it counts as gt (the burn rate is above the threshold)",
  remedy: "Write op: gt.",
});

const THRESHOLD_MISSING = ofBurnRate("threshold", {
  origin: "both",
  says: "without it nobody knows which burn rate is too high",
  remedy: "Write the burn rate, for example 14.4.",
});

const LOOKBACK_MISSING = ofBurnRate("lookbackWindow", {
  origin: "both",
  says: "without it nobody knows over which time the burn rate is taken",
  remedy: "Write a duration, for example 1h.",
});

const OP: PartRule<ConditionDraft> = {
  ...OPERATOR,
  path: "op",
  breaches: ({ kind, op }) => {
    const isUsed = (kind ?? "burnrate") === "burnrate" && op !== undefined && op !== "";
    const found = isUsed ? OPERATOR.breach(op) : undefined;
    return found === undefined ? [] : [{ at: ["op"], found: `"op" ${found}` }];
  },
};

const MONTHS: PartRule<ConditionDraft> = {
  path: "lookbackWindow",
  code: "unit_mix_up",
  origin: "advice",
  says: "M is a month and m is a minute, and a burn rate is rarely taken over months",
  remedy: "Check the unit.",
  breaches: (part) =>
    (["lookbackWindow", "alertAfter"] as const).flatMap((key) => {
      const duration = part[key];
      return duration?.unit === "M" ? [{ at: [key], found: `"${key}" is ${duration.count}M` }] : [];
    }),
};

const CONDITION = new Shape("condition", CONDITION_FIELDS, [
  KIND_MISSING,
  OP_MISSING,
  OP,
  THRESHOLD_MISSING,
  LOOKBACK_MISSING,
  MONTHS,
]);

const SPEC_FIELDS = {
  severity: required(TEXT),
  condition: required(CONDITION),
  description: optional(TEXT, DESCRIPTION_RULES),
};

/** The spec of an AlertCondition, on its own or inside an AlertPolicy. */
export const ALERT_CONDITION_SPEC = new Shape("AlertCondition spec", SPEC_FIELDS);
