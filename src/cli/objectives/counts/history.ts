import { compareText, floorTo, type Interval, instantText, Refusal } from "#kernel";
import type { Counts } from "./counts.ts";

/** The rows of a counts file until an instant, and when they were measured. */
export interface History {
  readonly counts: Counts;
  /** From the start of the first slot to the instant of judgement. */
  readonly span: Interval;
  /** Rows below this index count. */
  readonly length: number;
  /** Time with rows: sorted, not touching. */
  readonly measured: readonly Interval[];
  /** By client id, its place in the order of names; results must not depend on who comes first in the file. */
  readonly ranks: Int32Array;
  /** By rank. */
  readonly clientNames: readonly string[];
}

/** The history that is known at `at` (absent: at the end of the last row). Refuses an instant at which nothing is known yet. */
export function historyOf(counts: Counts, at: number | undefined): History {
  const { slots, slotMs } = counts;
  const first = slots[0] as number;
  const end = (slots[counts.length - 1] as number) + slotMs;
  const to = at === undefined ? end : first + floorTo(at - first, slotMs);
  if (to <= first) {
    throw new Refusal(
      "invalid",
      "counts.nothing-yet",
      `At ${instantText(at ?? to)} no slot of ${counts.name} is over: the first one ends at ${instantText(first + slotMs)}. Choose a later --at.`,
    );
  }
  const length = firstWhere(counts.length, (row) => (slots[row] as number) + slotMs > to);
  const names = counts.clientNames;
  const ids = Int32Array.from(names.keys()).toSorted((a, b) => compareText(names[a] ?? "", names[b] ?? ""));
  const ranks = new Int32Array(names.length);
  ids.forEach((id, rank) => (ranks[id] = rank));
  return {
    counts,
    span: { from: first, to },
    length,
    measured: intervalsOf(counts, length),
    ranks,
    clientNames: [...ids].map((id) => names[id] ?? ""),
  };
}

/** The times between what was measured, and after it: nobody watched. */
export function gapsOf({ measured, span }: History): Interval[] {
  const starts = [...measured.slice(1).map(({ from }) => from), span.to];
  return measured.flatMap(({ to: from }, index) => {
    const to = starts[index] as number;
    return from < to ? [{ from, to }] : [];
  });
}

/** The first index below `length` where `holds` is true, as from there on; `length` when nowhere. */
export function firstWhere(length: number, holds: (index: number) => boolean): number {
  let low = 0;
  let high = length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}

function intervalsOf({ slots, slotMs }: Counts, length: number): Interval[] {
  const intervals: { from: number; to: number }[] = [];
  for (let row = 0; row < length; row++) {
    const from = slots[row] as number;
    const last = intervals.at(-1);
    if (last !== undefined && last.to >= from) last.to = from + slotMs;
    else intervals.push({ from, to: from + slotMs });
  }
  return intervals;
}
