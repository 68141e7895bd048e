import type { Duration } from "./duration.ts";
import type { InlineIndicator } from "./inline-indicator.ts";
import type { ObjectivePart } from "./objective-part.ts";
import type { Breach } from "./rule.ts";

/** What the rules about an SLO as a whole look at. */
export interface SloDraft {
  readonly budgetingMethod?: string;
  readonly indicator?: InlineIndicator;
  readonly indicatorRef?: string;
  readonly objectives?: readonly ObjectivePart[];
  readonly timeWindow?: readonly { readonly duration?: Duration; readonly isRolling?: boolean }[];
}

/** One breach for each objective about which `find` says something; `key` "" is the objective itself. */
export function eachObjective(
  { objectives }: SloDraft,
  key: string,
  find: (objective: ObjectivePart) => string | undefined,
): readonly Breach[] {
  return (objectives ?? []).flatMap((objective, index) => {
    const found = find(objective);
    return found === undefined ? [] : [{ at: ["objectives", index, ...(key === "" ? [] : [key])], found }];
  });
}
