import type { CompositeMember, Objective } from "../../objective.ts";
import { weightedTarget } from "../weighted-target.ts";
import type { Execution } from "./execution.ts";
import { type Entry, entryObjective, type PlacedObjective, type SloScope, withPairs } from "./entry-objective.ts";
import { sloMethod } from "./slo-method.ts";

/** The objectives of an SLO whose entries have an SLI each: the composite, after its members where they are new. */
export function compositeOf(scope: SloScope, entries: readonly Entry[], execution: Execution): PlacedObjective[] {
  const { slo, settings, name } = scope;
  const { members: names } = settings;
  if (names !== undefined && names.length !== entries.length) {
    execution.fault(
      settings.settings.at("members"),
      `it names ${names.length} objectives, and the SLO has ${entries.length}. Name one for each.`,
    );
    return [];
  }
  const members = names === undefined ? newMembers(scope, entries, execution) : [];
  const composite: Objective = {
    ...withWhatItSays(scope, entries, execution),
    name,
    indicator: {
      kind: "composite",
      members: entries.map(({ part, label }, index): CompositeMember => ({
        objective: names?.[index] ?? `${name}/${label}`,
        weight: weightOf(part.compositeWeight),
      })),
    },
    targetPpm:
      settings.targetPpm ??
      weightedTarget(entries.map(({ part, targetPpm }) => ({ targetPpm, weight: weightOf(part.compositeWeight) }))),
  };
  return [...members, { objective: withPairs(composite, scope.pairs, execution), at: slo.at }];
}

/** Alerts are about the whole, so that a member alone does not wake anybody. */
function newMembers(scope: SloScope, entries: readonly Entry[], execution: Execution): PlacedObjective[] {
  return entries.flatMap((entry) => {
    const { part, at, label } = entry;
    if (part.indicator === undefined && part.indicatorRef === undefined) {
      execution.fault(at, "in a composite each objective has an SLI of its own. Give it indicator or indicatorRef.");
      return [];
    }
    const member = entryObjective(scope, entry, execution);
    return member === undefined
      ? []
      : [{ objective: { ...member, name: `${scope.name}/${label}`, pairs: [] }, at: scope.slo.at }];
  });
}

/** All but the name, the indicator and the target. Its slices are those of its first entry. */
function withWhatItSays(
  { slo, settings, common }: SloScope,
  [first]: readonly Entry[],
  execution: Execution,
): Omit<Objective, "name" | "indicator" | "targetPpm"> {
  const { operation, where } = settings;
  const { budgetingMethod } = slo.document.spec;
  const method =
    first &&
    sloMethod({ name: budgetingMethod, entry: first.part, at: first.at, settings: settings.settings }, execution);
  return {
    ...common,
    ...(operation === undefined ? {} : { operation }),
    ...(where === undefined ? {} : { where }),
    ...(method === undefined ? {} : { method }),
  };
}

/** Objectives without a weight weigh the same. */
function weightOf(weight: { readonly value: number } | undefined): number {
  return weight?.value ?? 1;
}
