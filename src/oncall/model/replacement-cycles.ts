import type { Change } from "./schedule.ts";

/** An override between two instants (epoch ms, half-open). */
export interface DatedOverride {
  readonly from: number;
  readonly to: number;
  readonly change: Change;
}

interface Replacement {
  readonly place: number;
  readonly from: number;
  readonly to: number;
  readonly person: string;
  readonly with: string;
}

/** Overrides that close a circle of replacements at one time, by place, with the name of what they close it with. */
export function replacementCycles(overrides: readonly DatedOverride[]): { place: number; by: string }[] {
  const replacements = overrides.flatMap(({ from, to, change }, place): Replacement[] =>
    change.kind === "replace" ? [{ place, from, to, person: change.person, with: change.with }] : [],
  );
  const byPerson = Map.groupBy(replacements, ({ person }) => person);
  return replacements.flatMap((last) => {
    const closing = wayBack(last, last, { byPerson, seen: new Set() });
    return closing === undefined ? [] : [{ place: last.place, by: `the one of ${closing.person} by ${closing.with}` }];
  });
}

/** From the replacement's stand-in back to whom it replaces, by earlier overrides, all at one time with it. */
function wayBack(
  last: Replacement,
  at: Pick<Replacement, "with" | "from" | "to">,
  known: { readonly byPerson: ReadonlyMap<string, readonly Replacement[]>; readonly seen: Set<number> },
): Replacement | undefined {
  for (const next of known.byPerson.get(at.with) ?? []) {
    const [from, to] = [Math.max(next.from, at.from), Math.min(next.to, at.to)];
    if (next.place >= last.place || from >= to || known.seen.has(next.place)) continue;
    known.seen.add(next.place);
    if (next.with === last.person || wayBack(last, { with: next.with, from, to }, known) !== undefined) return next;
  }
  return undefined;
}
