import type { Interval } from "#kernel";
import type { OverrideRow } from "./rows.ts";
import type { Change, Override } from "./schedule.ts";

/** The time in which a stored override holds (epoch ms, half-open): empty when it was ended before it began. */
export function timeOfOverride({ from_at: from, to_at: to, ended_at: ended }: OverrideRow): Interval {
  return { from, to: Math.max(from, Math.min(to, ended ?? to)) };
}

/** What a stored override does. */
export function changeOfRow({ change }: Pick<OverrideRow, "change">): Change {
  return JSON.parse(change) as Change;
}

/** Stored overrides as the resolver takes them; those that hold at no time are left out. */
export function overridesOfRows(rows: readonly OverrideRow[]): Override[] {
  return rows.flatMap((row) => {
    const { from, to } = timeOfOverride(row);
    if (from >= to) return [];
    return [{ from: { kind: "instant", at: from }, to: { kind: "instant", at: to }, change: changeOfRow(row) }];
  });
}
