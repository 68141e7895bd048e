import { compareText } from "#kernel";
import type { Member, Schedule } from "./schedule.ts";
import { instantOfEnd, instantOfStart } from "./written-instant.ts";
import type { ZoneClock } from "./zone-clock.ts";

/** Whom a schedule puts on call, or may, at an instant (epoch ms) or later; in the order of their names. */
export function peopleFrom({ layers, overrides }: Schedule, at: number, clock: ZoneClock): string[] {
  const stays = ({ until }: Pick<Member, "until">): boolean => until === undefined || instantOfStart(until, clock) > at;
  const people = new Set(
    layers
      .filter(({ until }) => until === undefined || clock.first(until) > at)
      .flatMap(({ rotate }) => rotate.filter(stays).map(({ person }) => person)),
  );
  for (const { to, change } of overrides) {
    if (instantOfEnd(to, clock) <= at) continue;
    if (change.kind === "everyone") for (const person of change.people) people.add(person);
    if (change.kind === "add") people.add(change.person);
    if (change.kind === "replace") people.add(change.with);
  }
  return [...people].toSorted(compareText);
}
