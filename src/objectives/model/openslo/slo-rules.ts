import { OPERATORS } from "./alert-condition.ts";
import { COMPOSITE_RULES } from "./composite-rules.ts";
import { exclusive } from "./exclusive.ts";
import type { ObjectivePart } from "./objective-part.ts";
import type { Look, PartRule } from "./rule.ts";
import { SLICE_RULES } from "./slice-rules.ts";
import { eachObjective, type SloDraft } from "./slo-draft.ts";
import { oneOf } from "./text-rules.ts";

const ONE_INDICATOR = exclusive<SloDraft>({
  keys: ["indicator", "indicatorRef"],
  isNeeded: false,
  says: "an SLO has one SLI, written here or referred to by its name",
  remedy: "Keep one of them.",
});

const ONE_WINDOW: PartRule<SloDraft> = {
  path: "timeWindow",
  code: "slice_length",
  origin: "both",
  says: "an SLO has exactly one time window (the list is for later versions)",
  remedy: "Keep one item.",
  breaches: ({ timeWindow }) =>
    timeWindow && timeWindow.length > 1
      ? [{ at: ["timeWindow"], found: `"timeWindow" has ${timeWindow.length} items` }]
      : [],
};

const WINDOW_MISSING: PartRule<SloDraft> = {
  path: "timeWindow",
  code: "slice_length",
  origin: "sdk",
  says: "without a window the SLO cannot be evaluated",
  remedy: "Write for example - duration: 28d with isRolling: true.",
  breaches: (slo, look) =>
    slo.timeWindow?.length === 0 || !look.has(slo, "timeWindow")
      ? [{ at: ["timeWindow"], found: '"timeWindow" is missing or empty' }]
      : [],
};

const OBJECTIVES_MISSING: PartRule<SloDraft> = {
  path: "objectives",
  code: "required",
  origin: "specification",
  says: "an SLO without an objective promises nothing",
  remedy: "Write at least one, for example - target: 0.999.",
  breaches: (slo, look) =>
    slo.objectives?.length === 0 || !look.has(slo, "objectives")
      ? [{ at: ["objectives"], found: '"objectives" is missing or empty' }]
      : [],
};

/** The inline SLI has this metric and not the other one as well, which is told elsewhere. */
function hasOnly(metric: "thresholdMetric" | "ratioMetric", { indicator }: SloDraft, look: Look): boolean {
  if (indicator === undefined || look.isBroken(indicator) || look.isBroken(indicator.spec)) return false;
  const other = metric === "ratioMetric" ? "thresholdMetric" : "ratioMetric";
  return look.has(indicator.spec, metric) && !look.has(indicator.spec, other);
}

/** Of "value" and "op" what an inline SLI with a threshold needs and one with a ratio cannot have. */
function thresholdKey(key: "op" | "value", remedy: string): readonly PartRule<SloDraft>[] {
  const isGiven = (objective: ObjectivePart, look: Look) =>
    !look.isBroken(objective) && look.has(objective, key) && objective[key] !== "";
  return [
    {
      path: `objectives[*].${key}`,
      code: "required",
      origin: "both",
      says: "a thresholdMetric is compared with a value, and both the comparison and the value have to be known",
      remedy,
      breaches: (slo, look) =>
        hasOnly("thresholdMetric", slo, look)
          ? eachObjective(slo, key, (one) =>
              isGiven(one, look) || look.isBroken(one) ? undefined : `"${key}" is missing`,
            )
          : [],
    },
    {
      path: `objectives[*].${key}`,
      code: "forbidden",
      origin: "sdk",
      says: "a ratio is not compared with a value, so nothing reads it",
      remedy: "Remove it; the target stands in target or targetPercent.",
      breaches: (slo, look) =>
        hasOnly("ratioMetric", slo, look)
          ? eachObjective(slo, key, (one) => (isGiven(one, look) ? `"${key}" is given for a ratio` : undefined))
          : [],
    },
  ];
}

const OPERATOR = oneOf(OPERATORS);

const operatorFound = ({ op }: ObjectivePart): string | undefined => {
  const found = op === undefined || op === "" ? undefined : OPERATOR.breach(op);
  return found === undefined ? undefined : `"op" ${found}`;
};

const OP: PartRule<SloDraft> = {
  ...OPERATOR,
  path: "objectives[*].op",
  breaches: (slo, look) => (hasOnly("thresholdMetric", slo, look) ? eachObjective(slo, "op", operatorFound) : []),
};

const OP_OF_REFERRED: PartRule<SloDraft> = {
  ...OPERATOR,
  path: "objectives[*].op",
  origin: "specification",
  breaches: (slo, look) =>
    hasOnly("thresholdMetric", slo, look) || hasOnly("ratioMetric", slo, look)
      ? []
      : eachObjective(slo, "op", operatorFound),
};

/** Rules about an SLO as a whole. */
export const SLO_RULES: readonly PartRule<SloDraft>[] = [
  ...COMPOSITE_RULES,
  ONE_INDICATOR,
  ONE_WINDOW,
  WINDOW_MISSING,
  OBJECTIVES_MISSING,
  ...thresholdKey("value", "Write the number to compare with, for example value: 300."),
  ...thresholdKey("op", "Write the comparison, for example op: lte."),
  OP,
  OP_OF_REFERRED,
  ...SLICE_RULES,
];
