import { DURATION_RULES } from "./duration.ts";
import { SLICE_TARGET_RULES } from "./objective-part.ts";
import type { Look, PartRule } from "./rule.ts";
import { eachObjective, type SloDraft } from "./slo-draft.ts";

type SliceKey = "timeSliceTarget" | "timeSliceWindow";

const SLICED = new Set(["Timeslices", "RatioTimeslices"]);

function neededUnder(key: SliceKey, methods: ReadonlySet<string>, remedy: string): PartRule<SloDraft> {
  return {
    path: `objectives[*].${key}`,
    code: "required",
    origin: "both",
    says: `objectives under ${[...methods].join(" and ")} need it`,
    remedy,
    breaches: (slo, look) =>
      methods.has(slo.budgetingMethod ?? "")
        ? eachObjective(slo, key, (one) => (look.has(one, key) ? undefined : `"${key}" is missing`))
        : [],
  };
}

const TARGET_RULES = SLICE_TARGET_RULES.map((rule): PartRule<SloDraft> => ({
  ...rule,
  path: "objectives[*].timeSliceTarget",
  breaches: (slo) =>
    slo.budgetingMethod === "Timeslices"
      ? eachObjective(slo, "timeSliceTarget", ({ timeSliceTarget }) => {
          const found = timeSliceTarget && rule.breach(timeSliceTarget);
          return found === undefined ? undefined : `"timeSliceTarget" ${found}`;
        })
      : [],
}));

const WINDOW_RULES = DURATION_RULES.map(({ path, rule }): PartRule<SloDraft> => ({
  ...rule,
  path: `objectives[*].timeSliceWindow.${path}`,
  breaches: (slo) =>
    (SLICED.has(slo.budgetingMethod ?? "") ? (slo.objectives ?? []) : []).flatMap(({ timeSliceWindow }, index) => {
      const found = timeSliceWindow && rule.breach(timeSliceWindow);
      if (found === undefined) return [];
      return [{ at: ["objectives", index, "timeSliceWindow", path], found: `"timeSliceWindow" ${found}` }];
    }),
}));

const MONTHS: PartRule<SloDraft> = {
  path: "objectives[*].timeSliceWindow",
  code: "unit_mix_up",
  origin: "advice",
  says: "M is a month and m is a minute, and a slice of a month is as long as most windows",
  remedy: "Check the unit.",
  breaches: (slo) =>
    eachObjective(slo, "timeSliceWindow", ({ timeSliceWindow }) =>
      timeSliceWindow?.unit === "M" ? `"timeSliceWindow" is ${timeSliceWindow.count}M` : undefined,
    ),
};

const IDLE: PartRule<SloDraft> = {
  path: "objectives[*].timeSliceTarget",
  code: "forbidden",
  origin: "advice",
  says: "this budgeting method does not read it",
  remedy: "Remove it, or set budgetingMethod: Timeslices.",
  breaches: (slo, look: Look) => (slo.budgetingMethod === "Occurrences" ? idleSlices(slo, look) : []),
};

function idleSlices(slo: SloDraft, look: Look) {
  return (["timeSliceTarget", "timeSliceWindow"] as const).flatMap((key) =>
    eachObjective(slo, key, (one) =>
      !look.isBroken(one) && look.has(one, key) ? `"${key}" is given under Occurrences` : undefined,
    ),
  );
}

/** Rules about the slices of the budgeting methods Timeslices and RatioTimeslices. */
export const SLICE_RULES: readonly PartRule<SloDraft>[] = [
  neededUnder("timeSliceTarget", new Set(["Timeslices"]), "Write for example timeSliceTarget: 0.95."),
  ...TARGET_RULES,
  neededUnder("timeSliceWindow", SLICED, "Write for example timeSliceWindow: 5m."),
  ...WINDOW_RULES,
  MONTHS,
  IDLE,
];
