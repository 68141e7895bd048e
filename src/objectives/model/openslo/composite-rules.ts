import { WEIGHT_RULE } from "./objective-part.ts";
import type { Look, PartRule } from "./rule.ts";
import { eachObjective, type SloDraft } from "./slo-draft.ts";

/** A composite has an SLI for each objective instead of one for all. */
function isComposite({ objectives }: SloDraft, look: Look): boolean {
  return (objectives ?? []).some((one) => hasIndicator(one, look));
}

/** Of a part that could not be read at all nobody knows; it counts as one without an SLI. */
function hasIndicator(part: object, look: Look): boolean {
  return !look.isBroken(part) && (look.has(part, "indicator") || look.has(part, "indicatorRef"));
}

const ONE_LEVEL: PartRule<SloDraft> = {
  path: "",
  code: "mutually_exclusive",
  origin: "both",
  says: "an SLI stands either in the spec, for all objectives, or in each objective, which makes a composite",
  remedy: 'Give "indicator" or "indicatorRef" on one of the two levels.',
  breaches: (slo, look) => {
    const own = hasIndicator(slo, look);
    const composite = isComposite(slo, look);
    if (own && composite) return [{ at: [], found: "both the spec and its objectives have an SLI" }];
    const unread = (slo.objectives ?? []).some((one) => look.isBroken(one));
    return own || composite || unread ? [] : [{ at: [], found: "neither the spec nor an objective has an SLI" }];
  },
};

const MIXED: PartRule<SloDraft> = {
  path: "objectives[*]",
  code: "mutually_exclusive",
  origin: "specification",
  says: "in a composite each objective has an SLI of its own",
  remedy: 'Give it "indicator" or "indicatorRef".',
  breaches: (slo, look) =>
    isComposite(slo, look)
      ? eachObjective(slo, "", (one) => (hasIndicator(one, look) ? undefined : "this objective has no SLI"))
      : [],
};

const WEIGHT: PartRule<SloDraft> = {
  ...WEIGHT_RULE,
  path: "objectives[*].compositeWeight",
  breaches: (slo, look) =>
    isComposite(slo, look)
      ? eachObjective(slo, "compositeWeight", ({ compositeWeight }) => {
          const found = compositeWeight && WEIGHT_RULE.breach(compositeWeight);
          return found === undefined ? undefined : `"compositeWeight" ${found}`;
        })
      : [],
};

const WEIGHT_ALONE: PartRule<SloDraft> = {
  path: "objectives[*].compositeWeight",
  code: "forbidden",
  origin: "specification",
  says: "weights compare the objectives of a composite, and nothing else reads them",
  remedy: "Remove it, or give each objective an SLI of its own.",
  breaches: (slo, look) =>
    isComposite(slo, look) && (slo.objectives?.length ?? 0) > 1
      ? []
      : eachObjective(slo, "compositeWeight", (one) =>
          one.compositeWeight === undefined
            ? undefined
            : '"compositeWeight" is given without other objectives to weigh',
        ),
};

/** Rules about where the SLI stands, and about composites. */
export const COMPOSITE_RULES: readonly PartRule<SloDraft>[] = [ONE_LEVEL, MIXED, WEIGHT, WEIGHT_ALONE];
