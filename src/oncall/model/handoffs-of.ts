import type { Interval } from "#kernel";
import type { ServedSchedule } from "./served-schedule.ts";

/** An instant at which other people are on call than before it; in the order of their names. */
export interface Handoff {
  /** Epoch ms. */
  readonly at: number;
  readonly leaving: readonly string[];
  readonly coming: readonly string[];
  /** Everybody who is on call from then on; empty: a gap begins. */
  readonly people: readonly string[];
}

/** The handoffs of a time, after `from` and at `to` or before: the times that follow each other have each handoff once. */
export function handoffsOf(served: ServedSchedule, { from, to }: Interval): Handoff[] {
  const { shifts, gaps } = served.shiftsIn({ from, to: to + 1 });
  const parts = [...shifts, ...gaps.map((gap) => ({ ...gap, people: [] as readonly string[] }))].toSorted(
    (a, b) => a.start - b.start,
  );
  return parts.slice(1).map(({ start: at, people }, place) => {
    const before = parts[place]?.people ?? [];
    return {
      at,
      people,
      leaving: before.filter((person) => !people.includes(person)),
      coming: people.filter((person) => !before.includes(person)),
    };
  });
}
