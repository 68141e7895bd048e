import { compareText } from "#kernel";
import type { Schedule } from "./schedule.ts";

/** Everybody whom a schedule can put on call, in the order of their names, and those whom overrides only take away. */
export function peopleOf({ layers, overrides }: Schedule): string[] {
  const people = new Set(layers.flatMap(({ rotate }) => rotate.map(({ person }) => person)));
  for (const { change } of overrides) {
    if (change.kind === "everyone") for (const person of change.people) people.add(person);
    else people.add(change.person);
    if (change.kind === "replace") people.add(change.with);
  }
  return [...people].toSorted(compareText);
}
