import type { Node } from "yaml";
import { closeWord } from "#kernel";
import { instantOfEnd, instantOfStart } from "../model/written-instant.ts";
import type { Override, Schedule } from "../model/schedule.ts";
import type { ScheduleScope } from "./schedule-scope.ts";

/** What is wrong, or may surprise, with overrides that are well written. `nodes` are theirs, in the same order. */
export function checkOverrides(schedule: Schedule, nodes: readonly (Node | null)[], scope: ScheduleScope): void {
  const { reading } = scope;
  const people = [...knownPeople(schedule)];
  for (const [place, { change }] of schedule.overrides.entries()) {
    if (change.kind !== "replace" && change.kind !== "remove") continue;
    if (people.includes(change.person)) continue;
    const near = closeWord(change.person, people);
    const meant = near === undefined ? "Nobody changes." : `Did you mean ${near}?`;
    reading.remarkAt(
      nodes[place],
      `${change.person} is never on call in this schedule, so this override does nothing. ${meant}`,
    );
  }
  for (const { place, by } of cyclesOf(schedule.overrides, scope)) {
    reading.faultAt(
      nodes[place],
      `this override and ${by} replace people in a circle at the same time. A swap gives each a shift of the other's, at different times: correct from and to of one.`,
    );
  }
}

function knownPeople({ layers, overrides }: Schedule): Set<string> {
  const people = new Set(layers.flatMap(({ rotate }) => rotate.map(({ person }) => person)));
  for (const { change } of overrides) {
    if (change.kind === "everyone") for (const person of change.people) people.add(person);
    if (change.kind === "add") people.add(change.person);
    if (change.kind === "replace") people.add(change.with);
  }
  return people;
}

interface Replacement {
  readonly place: number;
  readonly from: number;
  readonly to: number;
  readonly person: string;
  readonly with: string;
}

/** Overrides that close a circle of replacements, with the name of what they close it with. */
function cyclesOf(overrides: readonly Override[], { clock }: ScheduleScope): { place: number; by: string }[] {
  const replacements = overrides.flatMap(({ from, to, change }, place): Replacement[] =>
    change.kind === "replace"
      ? [
          {
            place,
            from: instantOfStart(from, clock),
            to: instantOfEnd(to, clock),
            person: change.person,
            with: change.with,
          },
        ]
      : [],
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
