import { countText, percentOfPpm } from "#kernel";
import type { ClientObjective } from "../server/wire.ts";

/** What the share of a budget that is left was computed of. */
export function budgetTip({ valid, bad, targetPpm, window, method }: ClientObjective): string {
  const unit = method === "Occurrences" ? "requests" : "time slices";
  const span =
    window.kind === "rolling" ? `the last ${window.length}` : `this calendar ${window.every} (${window.zone})`;
  return `${countText(bad)} bad of ${countText(valid)} valid ${unit} in ${span}, target ${percentOfPpm(targetPpm)}. Exact.`;
}

/** The window of an objective, as an interval. */
export function windowOf({ window }: Pick<ClientObjective, "window">): { from: number; to: number } {
  return { from: Date.parse(window.from), to: Date.parse(window.to) };
}
