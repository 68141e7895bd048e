import { pairsFor } from "../../alerts/pairs.ts";
import type { Objective } from "../../objective.ts";
import type { ObjectivePart } from "../objective-part.ts";
import type { SliSpec } from "../sli.ts";
import type { PlacedPair } from "./alert-pairs.ts";
import type { At } from "./at.ts";
import type { Execution, Found } from "./execution.ts";
import { type Measured, measuredOf } from "./measured.ts";
import { sloMethod } from "./slo-method.ts";
import type { SloSettings } from "./slo-settings.ts";

/** An objective, and the document that it comes from. */
export interface PlacedObjective {
  readonly objective: Objective;
  readonly at: At;
}

/** One entry of an SLO's `objectives`. */
export interface Entry {
  readonly part: ObjectivePart;
  readonly at: At;
  readonly targetPpm: number;
  /** "1", or a slug of its displayName. */
  readonly label: string;
}

/** What all objectives of an SLO share. */
export interface SloScope {
  readonly slo: Found<"SLO">;
  readonly settings: SloSettings;
  readonly name: string;
  readonly common: Pick<Objective, "api" | "window" | "perClient" | "sampledPpm">;
  readonly pairs: readonly PlacedPair[] | undefined;
}

/** The objective of an entry, not yet named and without pairs; undefined after a fault. */
export function entryObjective(
  scope: SloScope,
  entry: Entry,
  execution: Execution,
): Omit<Objective, "name"> | undefined {
  const { slo, settings, common } = scope;
  const { part, at, targetPpm } = entry;
  const method = sloMethod(
    { name: slo.document.spec.budgetingMethod, entry: part, at, settings: settings.settings },
    execution,
  );
  const sli = sliOf(part, at, execution) ?? sliOf(slo.document.spec, slo.at.under("spec"), execution);
  if (sli === undefined) return undefined;
  const measured = measuredOf({ ...sli, entry: part, entryAt: at, api: common.api }, execution);
  if (measured === undefined) return undefined;
  return {
    ...common,
    ...narrowed(measured, settings, execution),
    targetPpm,
    ...(method === undefined ? {} : { method }),
  };
}

/** Own pairs where there are some; each that nothing can fire is a fault at its condition. */
export function withPairs(
  objective: Objective,
  placed: readonly PlacedPair[] | undefined,
  execution: Execution,
): Objective {
  if (placed === undefined) return objective;
  for (const { pair, at } of placed) execution.parsed(at, () => pairsFor({ ...objective, pairs: [pair] }));
  return { ...objective, pairs: placed.map(({ pair }) => pair) };
}

/** The SLI of an SLO, or of one of its entries: written there, or referred to. */
function sliOf(
  { indicator, indicatorRef }: Pick<ObjectivePart, "indicator" | "indicatorRef">,
  at: At,
  execution: Execution,
): { sli: SliSpec; at: At } | undefined {
  if (indicator !== undefined) return { sli: indicator.spec, at: at.under("indicator", "spec") };
  const found = indicatorRef === undefined ? undefined : execution.find("SLI", indicatorRef);
  return found && { sli: found.document.spec, at: found.at.under("spec") };
}

/** Annotations narrow indicators whose filters cannot say so themselves. */
function narrowed(measured: Measured, { operation, where, settings }: SloSettings, execution: Execution): Measured {
  if (operation === undefined && where === undefined) return measured;
  const { kind } = measured.indicator;
  if (kind === "availability" || kind === "latency") {
    const key = operation === undefined ? "where" : "operation";
    execution.fault(settings.at(key), "the filter of this SLI can say so itself. Write it there.");
  }
  return { ...measured, ...(operation === undefined ? {} : { operation }), ...(where === undefined ? {} : { where }) };
}
