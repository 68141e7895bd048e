import { countText, percentOfPpm } from "#kernel";
import type { ClientObjective } from "../server/wire.ts";

/** What the share of a budget that is left was computed of. */
export function budgetTip({ valid, bad, targetPpm, window, method }: ClientObjective): string {
  const unit = method === "Occurrences" ? "requests" : "time slices";
  return `${countText(bad)} bad of ${countText(valid)} valid ${unit} in ${spanOf(window)}, target ${percentOfPpm(targetPpm)}. Exact.`;
}

/** What was counted as excluded. */
export function excludedTip({ window }: Pick<ClientObjective, "window">): string {
  return `Requests in announced maintenance that this objective would have counted, in ${spanOf(window)}. Exact.`;
}

/** The window of an objective, as an interval. */
export function windowOf({ window }: Pick<ClientObjective, "window">): { from: number; to: number } {
  return { from: Date.parse(window.from), to: Date.parse(window.to) };
}

function spanOf(window: ClientObjective["window"]): string {
  return window.kind === "rolling" ? `the last ${window.length}` : `this calendar ${window.every} (${window.zone})`;
}
