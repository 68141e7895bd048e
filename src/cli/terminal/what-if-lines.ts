import { countText, percentOfPpm, ratioText } from "#kernel";
import type { WhatIfRow } from "#objectives";
import { table } from "./layout.ts";

/** What each setting would have come to, by target; the present one is marked. */
export function whatIfLines({
  present,
  candidates,
}: {
  readonly present: Settled;
  readonly candidates: readonly Settled[];
}): string[] {
  const rows = [present, ...candidates].toSorted((a, b) => a.targetPpm - b.targetPpm);
  return table([
    ["target", "budget left", "pages", "tickets", "nights woken", "outages missed"],
    ...rows.map((row) => [
      `${percentOfPpm(row.targetPpm)}${row === present ? " (now)" : ""}`,
      ratioText(row.remaining),
      countText(row.load.pages),
      countText(row.load.tickets),
      countText(row.load.nightsWoken),
      row === present ? "" : countText(row.outagesMissed),
    ]),
  ]);
}

type Settled = Pick<WhatIfRow, "targetPpm" | "remaining" | "load" | "outagesMissed">;
