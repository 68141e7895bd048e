import { HOUR_MS, type Interval } from "#kernel";
import type { WhatIf } from "./what-if.ts";

/** A page that comes this long after an outage is over still tells of it. */
const TOLD_AFTER_MS = HOUR_MS;

/**
 * What a setting paged for: each page from the firing of its alert to its end, with what only continued it. An outage
 * that goes on when the history ends, ends there.
 */
export function outagesOf({ alerts }: Pick<WhatIf, "alerts">, historyEnd: number): Interval[] {
  const outages: { from: number; to: number }[] = [];
  for (const { urgency, told, mutedBy, firedAt, endedAt } of alerts) {
    if (urgency !== "page" || !told) continue;
    const to = endedAt ?? historyEnd;
    const last = outages.at(-1);
    // Told though muted: it only continues the one before.
    if (mutedBy !== null && last !== undefined) last.to = to;
    else outages.push({ from: firedAt, to });
  }
  return outages;
}

/** How many of these outages no page of the others told of: none fired while one lasted, or within an hour after. */
export function missedOutages(outages: readonly Interval[], others: readonly Interval[]): number {
  return outages.filter(({ from, to }) => !others.some((other) => other.from < to + TOLD_AFTER_MS && other.to > from))
    .length;
}
