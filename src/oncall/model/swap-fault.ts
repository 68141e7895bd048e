import type { Interval } from "#kernel";
import type { ServedSchedule } from "./served-schedule.ts";

/** Why a swap cannot be so; `code` is the reason's own. */
export interface SwapFault {
  readonly code: "past" | "not-yours" | "not-theirs" | "offered-already" | "on-call-already" | "at-once" | "own";
  readonly detail: string;
}

/** Whether somebody is on call through all of a time. */
function isOnCallThrough(served: ServedSchedule, person: string, { from, to }: Interval): boolean {
  const { shifts, gaps } = served.shiftsIn({ from, to });
  return gaps.length === 0 && shifts.every(({ people }) => people.includes(person));
}

/** Whether somebody is on call at any instant of a time. */
function isOnCallIn(served: ServedSchedule, person: string, time: Interval): boolean {
  return served.shiftsIn(time).shifts.some(({ people }) => people.includes(person));
}

/** Why somebody cannot offer a time; `open`: what the person offers already. Undefined: it can be offered. */
export function offerFault(
  served: ServedSchedule,
  { person, time, now, open }: { person: string; time: Interval; now: number; open: readonly Interval[] },
): SwapFault | undefined {
  if (time.from >= time.to || time.from < now) {
    return { code: "past", detail: "A shift that is offered must begin now or later, and end after that" };
  }
  if (open.some((other) => overlap(other, time))) {
    return { code: "offered-already", detail: "You offer a shift already that overlaps this time" };
  }
  if (!isOnCallThrough(served, person, time)) {
    return { code: "not-yours", detail: "You are not on call through all of this time" };
  }
  return undefined;
}

/** What somebody would take, and give back. */
interface Taking {
  readonly offering: string;
  readonly taking: string;
  readonly offered: Interval;
  /** Null: nothing in return. */
  readonly back: Interval | null;
  readonly now: number;
}

/** Why a shift cannot be taken so; undefined: it can. */
export function takeFault(
  served: ServedSchedule,
  { offering, taking, offered, back, now }: Taking,
): SwapFault | undefined {
  if (offering === taking) return { code: "own", detail: "This is your own shift: withdraw it instead" };
  if (offered.from < now) return { code: "past", detail: "This shift has begun, so it cannot be taken any more" };
  if (!isOnCallThrough(served, offering, offered)) {
    return { code: "not-theirs", detail: `${offering} is no longer on call through all of this time` };
  }
  if (isOnCallIn(served, taking, offered)) {
    return { code: "on-call-already", detail: "You are on call in this time already" };
  }
  if (back === null) return undefined;
  if (back.from >= back.to || back.from < now) {
    return { code: "past", detail: "What you give back must begin now or later, and end after that" };
  }
  if (overlap(back, offered)) {
    return { code: "at-once", detail: "What you give back overlaps what you take: that would be a circle" };
  }
  if (!isOnCallThrough(served, taking, back)) {
    return { code: "not-yours", detail: "You are not on call through all of what you give back" };
  }
  if (isOnCallIn(served, offering, back)) {
    return { code: "on-call-already", detail: `${offering} is on call already in what you give back` };
  }
  return undefined;
}

function overlap(one: Interval, other: Interval): boolean {
  return one.from < other.to && other.from < one.to;
}
