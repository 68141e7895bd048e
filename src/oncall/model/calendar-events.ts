import type { Interval } from "#kernel";
import { ownTimes } from "./own-times.ts";
import type { ServedSchedule } from "./served-schedule.ts";

/** A time of a calendar that touches what was asked for, whole; `since`: its true beginning, null = since ever. */
export interface CalendarEvent {
  readonly since: number | null;
  /** `since`, or where what was asked for begins. */
  readonly start: number;
  /** Where it ends; where what was asked for ends, when it has no end. */
  readonly end: number;
  /** In the order of their names. */
  readonly people: readonly string[];
}

/** Of changes beside whoever stays on call, so many are looked through. */
const STEPS_MAX = 1_000;

/** The shifts of a schedule; each begins and ends where it truly does, so that it stays the same event as time goes on. */
export function eventsOfSchedule(served: ServedSchedule, { from, to }: Interval): CalendarEvent[] {
  return served.shiftsIn({ from, to }).shifts.map(({ start, end, people }) => {
    const since = start > from ? start : served.at(start).since;
    const until = end < to ? end : served.at(start).until;
    return { since, start: since ?? from, end: until ?? to, people };
  });
}

/** The times in which somebody is on call; who else is with them does not matter. */
export function eventsOfPerson(served: ServedSchedule, person: string, { from, to }: Interval): CalendarEvent[] {
  return ownTimes(served.shiftsIn({ from, to }).shifts, person).map(({ start, end }) => {
    const since = start > from ? start : beginOf(served, person, start);
    const until = end < to ? end : endOf(served, person, end);
    return { since, start: since ?? from, end: until ?? to, people: [person] };
  });
}

function beginOf(served: ServedSchedule, person: string, at: number): number | null {
  let { since } = served.at(at);
  for (let step = 0; since !== null && step < STEPS_MAX; step++) {
    const before = served.at(since - 1);
    if (!before.people.includes(person)) return since;
    since = before.since;
  }
  return since;
}

/** `end`: until then the person is on call for certain. */
function endOf(served: ServedSchedule, person: string, end: number): number | null {
  let until: number | null = end;
  for (let step = 0; until !== null && step < STEPS_MAX; step++) {
    const next = served.at(until);
    if (!next.people.includes(person)) return until;
    until = next.until;
  }
  return until;
}
