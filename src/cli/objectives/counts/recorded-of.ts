import { ceilTo, Refusal } from "#kernel";
import { Coverage, type Exclusion, Instances, type Objective, type ObjectivesFile, type Recorded } from "#objectives";
import { cellsOf } from "./cells-of.ts";
import { clientBlame } from "./client-blame.ts";
import type { History } from "./history.ts";
import { unfitText } from "./unfit-text.ts";

/** A history as the engine judges it: every objective of the file by the same counts. Refuses objectives that these slots cannot tell about. */
export function recordedOf(history: History, file: ObjectivesFile, guard: boolean): Recorded {
  const { counts, span, measured, clientNames } = history;
  const unfit = file.objectives.map((objective) => unfitText(objective, counts)).filter((text) => text !== undefined);
  if (unfit.length > 0) throw new Refusal("invalid", "counts.slots-do-not-fit", unfit.join("\n"));
  const everybody = Int32Array.from(clientNames.keys());
  const nobody = new Int32Array(0);
  const instances = new Instances(
    file.objectives.map((objective) => ({ objective, clients: isPerClient(objective) ? everybody : nobody })),
  );
  const exclusions = exclusionsOf(history, file);
  const { cells, takenOut } = cellsOf(history, instances, exclusions);
  const coverage = new Coverage();
  for (const interval of measured) coverage.mark(interval);
  return {
    instances,
    cells,
    takenOut,
    span,
    slotMs: counts.slotMs,
    guard,
    clientName: (client) => clientNames[client] ?? "",
    blame: clientBlame(history, instances, exclusions),
    burnDownStepMs: ceilTo(span.to - span.from, counts.slotMs),
    coverage: new Map(file.objectives.map(({ api }) => [api, coverage])),
    exclusions,
  };
}

/** A composite has no counts of its own, so none of each client either. */
function isPerClient({ perClient, indicator }: Objective): boolean {
  return perClient && indicator.kind !== "composite";
}

/** The exclusions of the file, with the numbers of their clients; those of clients without a row take nothing out. */
function exclusionsOf({ clientNames }: History, file: ObjectivesFile): Exclusion[] {
  const ranks = new Map(clientNames.map((name, rank) => [name, rank]));
  return file.exclusions.flatMap(({ client, ...exclusion }): Exclusion[] => {
    if (client === undefined) return [exclusion];
    const rank = ranks.get(client);
    return rank === undefined ? [] : [{ ...exclusion, client: rank }];
  });
}
