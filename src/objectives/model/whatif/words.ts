import { countText, percentOfPpm } from "#kernel";
import { pairText } from "../alerts/pair-text.ts";
import { windowText } from "../words.ts";
import type { Comparison } from "./comparison.ts";
import type { WhatIf } from "./what-if.ts";

/** "99.9 % over 30 d, rolling, with: page 2 % in 1 h / 5 min, …". */
export function promiseText({ targetPpm, window, pairs }: Pick<WhatIf, "targetPpm" | "window" | "pairs">): string {
  const alerts = pairs.length === 0 ? "without an alert" : `with: ${pairs.map(pairText).join(", ")}`;
  return `${percentOfPpm(targetPpm)} over ${windowText(window)}, ${alerts}`;
}

/** "nights you would have been woken: 3 → 1; outages missed: 0 of 4". */
export function comparisonText({ present, candidate, outages, outagesMissed }: Comparison): string {
  const nights = `nights you would have been woken: ${changeText(present.nightsWoken, candidate.nightsWoken)}`;
  return `${nights}; outages missed: ${outages === 0 ? "0" : `${countText(outagesMissed)} of ${countText(outages)}`}`;
}

/** "3 → 1"; "3" when nothing changes. */
function changeText(before: number, after: number): string {
  return before === after ? countText(after) : `${countText(before)} → ${countText(after)}`;
}
