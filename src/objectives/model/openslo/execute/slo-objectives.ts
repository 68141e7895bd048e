import { PPM, Refusal } from "#kernel";
import { periodMsOf } from "../../objective.ts";
import { DEFAULT_WINDOW } from "../../short-form.ts";
import type { ObjectivePart } from "../objective-part.ts";
import { slugOf } from "../slug-of.ts";
import { alertPairs } from "./alert-pairs.ts";
import type { At } from "./at.ts";
import { compositeOf } from "./composite-of.ts";
import { type Entry, entryObjective, type PlacedObjective, type SloScope, withPairs } from "./entry-objective.ts";
import type { Execution, Found } from "./execution.ts";
import { ppmOf, ppmOfPercent } from "./scaled.ts";
import { Settings } from "./settings.ts";
import { sloSettings } from "./slo-settings.ts";
import { sloWindow } from "./slo-window.ts";

/** The objectives of an SLO: one for each entry, and one more for a composite. Without those that have faults. */
export function sloObjectives(slo: Found<"SLO">, execution: Execution): PlacedObjective[] {
  const settings = sloSettings(slo, execution);
  // What stands in for a part that has a fault lets the others be looked at; with a fault nothing is executed.
  const window = sloWindow(slo, execution) ?? DEFAULT_WINDOW;
  const entries = entriesOf(slo, execution);
  const api = apiOf(slo, execution);
  const { perClient, sampledPpm, hasNoAlerts } = settings;
  const scope: SloScope = {
    slo,
    settings,
    name: settings.name ?? `${api}/${slo.document.metadata.name}`,
    common: { api, window, perClient, ...(sampledPpm === undefined ? {} : { sampledPpm }) },
    pairs: hasNoAlerts ? [] : alertPairs(slo, periodMsOf(window), execution),
  };
  const isComposite = settings.members !== undefined || (entries.length > 1 && entries.some(hasOwnSli));
  if (isComposite) return compositeOf(scope, entries, execution);
  return entries.flatMap((entry) => {
    const name = entries.length === 1 ? scope.name : `${scope.name}/${entry.label}`;
    const objective = entryObjective(scope, entry, execution);
    return objective === undefined
      ? []
      : [{ objective: withPairs({ ...objective, name }, scope.pairs, execution), at: slo.at }];
  });
}

function entriesOf({ document, at }: Found<"SLO">, execution: Execution): Entry[] {
  const parts = document.spec.objectives ?? [];
  if (parts.length === 0) {
    execution.fault(at.under("spec"), "objectives is missing or empty, so nothing is promised. Write - target: 0.999.");
  }
  return parts.map((part, index) => {
    const here = at.under("spec", "objectives", index);
    const targetPpm = targetOf(part, here, execution) ?? PPM - 1;
    const label = slugOf(part.displayName ?? "");
    return { part, at: here, targetPpm, label: label === "" ? `${index + 1}` : label };
  });
}

function targetOf({ target, targetPercent }: ObjectivePart, at: At, execution: Execution): number | undefined {
  return execution.parsed(at.under(target ? "target" : "targetPercent"), () => {
    const ppm = target ? ppmOf(target) : targetPercent && ppmOfPercent(targetPercent);
    if (ppm !== 0) return ppm;
    const detail = "a target of 0 leaves nothing to miss. Write for example 0.999.";
    throw new Refusal("invalid", "objective.target-out-of-range", detail);
  });
}

/** The API of an SLO is its service, or what the Service's annotation calls it. */
function apiOf({ document }: Found<"SLO">, execution: Execution): string {
  const { service } = document.spec;
  const found = execution.find("Service", service);
  return (found && new Settings(found.document.metadata, found.at, execution).text("api")) ?? service;
}

function hasOwnSli({ part }: Entry): boolean {
  return part.indicator !== undefined || part.indicatorRef !== undefined;
}
