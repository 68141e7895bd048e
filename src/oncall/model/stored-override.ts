import type { OverrideRow } from "./rows.ts";
import type { Change, Override } from "./schedule.ts";

/** An override that is stored: what it does, and the time in which it holds (epoch ms, half-open; empty when it was ended before). */
interface StoredOverride {
  readonly from: number;
  readonly to: number;
  readonly change: Change;
}

/** An override of its row. */
export function storedOverride({ from_at: from, to_at: to, ended_at: ended, change }: OverrideRow): StoredOverride {
  return { from, to: Math.max(from, Math.min(to, ended ?? to)), change: JSON.parse(change) as Change };
}

/** Whether an override holds at any time after an instant: one that was ended before it began does not. */
export function holdsAfter(row: OverrideRow, at: number): boolean {
  const { from, to } = storedOverride(row);
  return from < to && to > at;
}

/** Stored overrides as the resolver takes them; those that hold at no time are left out. */
export function overridesOfRows(rows: readonly OverrideRow[]): Override[] {
  return rows.map(storedOverride).flatMap(({ from, to, change }) => {
    if (from >= to) return [];
    return [{ from: { kind: "instant", at: from }, to: { kind: "instant", at: to }, change }];
  });
}
