import type { Node } from "yaml";
import { closeWord } from "#kernel";
import { instantOfEnd, instantOfStart } from "../model/written-instant.ts";
import { replacementCycles } from "../model/replacement-cycles.ts";
import type { Schedule } from "../model/schedule.ts";
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
  const dated = schedule.overrides.map(({ from, to, change }) => ({
    from: instantOfStart(from, scope.clock),
    to: instantOfEnd(to, scope.clock),
    change,
  }));
  for (const { place, by } of replacementCycles(dated)) {
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
