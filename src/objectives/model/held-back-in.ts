import { endOfQuiet, type HeldBack, NEVER_HELD_BACK } from "./alerts/held-back.ts";
import { GRID_MS } from "./engine/windows.ts";
import type { Recorded } from "./recorded.ts";

/** When nobody is told of a row of what was recorded: in the exclusions of its API, for everybody or for its client. */
export function heldBackIn({
  instances,
  exclusions = [],
  span,
  slotMs = GRID_MS,
}: Pick<Recorded, "instances" | "exclusions" | "span" | "slotMs">): HeldBack {
  if (exclusions.length === 0) return NEVER_HELD_BACK;
  return (row, at) => {
    const api = instances.objectives[instances.objectiveOf(row)]?.api;
    const client = instances.clientOf(row);
    const own = exclusions.filter((one) => one.api === api && (one.client === undefined || one.client === client));
    return endOfQuiet(own, at, { slotMs, origin: span.from });
  };
}
