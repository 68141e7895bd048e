import { compareText, DAY_MS, HOUR_MS, type Interval } from "#kernel";
import { instantOfStart } from "./written-instant.ts";
import { OnCall, type Shift, type Shifts } from "./on-call.ts";
import { ownTimes } from "./own-times.ts";
import type { Schedule } from "./schedule.ts";
import type { ServedSchedule } from "./served-schedule.ts";
import { mondayOf, WEEK_MS } from "./week.ts";
import type { ZoneClock } from "./zone-clock.ts";

/** How well a schedule covers a time, and how evenly it loads its people. Hours may have fractions. */
export interface Quality {
  readonly from: number;
  readonly to: number;
  readonly zone: string;
  readonly coverage: {
    readonly hours: number;
    readonly coveredHours: number;
    /** Of the time, 0 to 1. */
    readonly share: number;
    readonly gaps: Shifts["gaps"];
  };
  readonly balance: {
    /** What each would have if all had the same. */
    readonly equalShareHours: number;
    /** Everybody in a rotation in that time, and whoever is on call in it besides; in the order of their names. */
    readonly people: readonly PersonBalance[];
  };
  readonly load: {
    /** People on call at once, on average, while somebody is. */
    readonly atOnce: number;
    readonly people: readonly PersonLoad[];
  };
}

/** What somebody has of the time on call. */
export interface PersonBalance {
  readonly person: string;
  readonly hours: number;
  readonly shifts: number;
  /** Nights, 22:00 to 06:00 by the local clock, with any time on call; and the hours of them. */
  readonly nights: number;
  readonly nightHours: number;
  /** From Saturday 00:00 to Monday 00:00 by the local clock. */
  readonly weekendHours: number;
  /** More (or, negative, fewer) hours than an equal share, and as a part of it; null when that is zero. */
  readonly deviationHours: number;
  readonly deviation: number | null;
}

/** How hard the time is on somebody. */
export interface PersonLoad {
  readonly person: string;
  readonly hoursPerWeek: number;
  /** The longest time on call without a break. */
  readonly longestHours: number;
  /** How many incidents these hours have room for, at two for each twelve hours. */
  readonly incidentBudget: number;
}

/** Two incidents for a shift of twelve hours (Google, Site Reliability Engineering, chapter 11). */
const HOURS_FOR_AN_INCIDENT = 6;
const NIGHT = { start: 22 * HOUR_MS, end: 30 * HOUR_MS };

/** What is weighed: shifts and gaps of a time, and who had a place in a rotation in it. */
interface ToWeigh extends Shifts {
  readonly roster: readonly string[];
  readonly zone: string;
  readonly clock: ZoneClock;
}

/** The quality of a schedule over a time that is not empty. */
export function qualityOf(schedule: Schedule, { from, to }: Interval): Quality {
  const onCall = new OnCall(schedule);
  const roster = rosterIn(schedule, { from, to }, onCall.clock);
  const { zone } = schedule;
  return weighed({ ...onCall.shiftsIn({ from, to }), roster, zone, clock: onCall.clock }, { from, to });
}

/** The quality of a schedule that is served, whatever texts it had in that time; nights by the zone that it has now. */
export function qualityOfServed(served: ServedSchedule, { from, to }: Interval): Quality {
  const { clock } = served.resolver;
  const roster = served.partsIn({ from, to }).flatMap((part) => rosterIn(part.schedule, part, clock));
  const zone = served.latest?.zone ?? "UTC";
  return weighed({ ...served.shiftsIn({ from, to }), roster, zone, clock }, { from, to });
}

function weighed({ shifts, gaps, roster, zone, clock }: ToWeigh, { from, to }: Interval): Quality {
  const names = new Set([...roster, ...shifts.flatMap(({ people }) => people)]);
  const times = [...names].toSorted(compareText).map((person) => ({ person, own: ownTimes(shifts, person) }));
  const all = times.reduce((sum, { own }) => sum + lengthOf(own), 0);
  const covered = lengthOf(shifts);
  const equalMs = times.length === 0 ? 0 : all / times.length;
  const special = { nights: nightsIn({ from, to }, clock), weekends: weekendsIn({ from, to }, clock) };
  return {
    from,
    to,
    zone,
    coverage: { hours: hours(to - from), coveredHours: hours(covered), share: covered / (to - from), gaps },
    balance: {
      equalShareHours: hours(equalMs),
      people: times.map(({ person, own }) => balanceOf(person, own, { ...special, equalMs })),
    },
    load: {
      atOnce: covered === 0 ? 0 : all / covered,
      people: times.map(({ person, own }) => loadOf(person, own, to - from)),
    },
  };
}

type Time = Pick<Shift, "start" | "end">;

/** Who has a place in a rotation at any time of an interval. */
function rosterIn({ layers }: Schedule, { from, to }: Interval, clock: ZoneClock): string[] {
  return layers
    .filter((layer) => clock.first(layer.from) < to && (layer.until === undefined || clock.first(layer.until) > from))
    .flatMap(({ rotate }) => rotate)
    .filter((member) => member.from === undefined || instantOfStart(member.from, clock) < to)
    .filter((member) => member.until === undefined || instantOfStart(member.until, clock) > from)
    .map(({ person }) => person);
}

function balanceOf(
  person: string,
  own: readonly Time[],
  { nights, weekends, equalMs }: { nights: readonly Time[]; weekends: readonly Time[]; equalMs: number },
): PersonBalance {
  const ownMs = lengthOf(own);
  const inNights = common(own, nights);
  return {
    person,
    hours: hours(ownMs),
    shifts: own.length,
    nights: new Set(inNights.map(({ of }) => of)).size,
    nightHours: hours(lengthOf(inNights)),
    weekendHours: hours(lengthOf(common(own, weekends))),
    deviationHours: hours(ownMs - equalMs),
    deviation: equalMs === 0 ? null : ownMs / equalMs - 1,
  };
}

function loadOf(person: string, own: readonly Time[], periodMs: number): PersonLoad {
  const ownMs = lengthOf(own);
  return {
    person,
    hoursPerWeek: hours(ownMs) / (periodMs / WEEK_MS),
    longestHours: hours(own.reduce((longest, { start, end }) => Math.max(longest, end - start), 0)),
    incidentBudget: Math.floor(hours(ownMs) / HOURS_FOR_AN_INCIDENT),
  };
}

function nightsIn({ from, to }: Interval, clock: ZoneClock): Time[] {
  return repeated({ from, to, every: DAY_MS, ...NIGHT }, clock);
}

function weekendsIn({ from, to }: Interval, clock: ZoneClock): Time[] {
  return repeated({ from, to, every: WEEK_MS, start: 5 * DAY_MS, end: WEEK_MS }, clock);
}

interface Repetition extends Interval {
  readonly every: number;
  /** From the beginning of each, by the local clock. */
  readonly start: number;
  readonly end: number;
}

/** The times of a repetition that may touch an interval. */
function repeated({ from, to, every, start, end }: Repetition, clock: ZoneClock): Time[] {
  const first = mondayOf(clock.wallAt(from)) - WEEK_MS;
  const count = Math.ceil((to - from + 3 * WEEK_MS) / every);
  return Array.from({ length: count }, (_, index) => first + index * every).map((wall) => ({
    start: clock.first(wall + start),
    end: clock.last(wall + end),
  }));
}

/** The parts that two ascending lists have in common, each with its place in the second. */
function common(own: readonly Time[], others: readonly Time[]): (Time & { readonly of: number })[] {
  const parts: (Time & { readonly of: number })[] = [];
  let first = 0;
  for (const { start, end } of own) {
    while (first < others.length && (others[first]?.end ?? 0) <= start) first++;
    for (let of = first; of < others.length && (others[of]?.start ?? 0) < end; of++) {
      const other = others[of] ?? { start, end };
      const part = { start: Math.max(start, other.start), end: Math.min(end, other.end), of };
      if (part.start < part.end) parts.push(part);
    }
  }
  return parts;
}

function lengthOf(times: readonly Time[]): number {
  return times.reduce((sum, { start, end }) => sum + end - start, 0);
}

function hours(ms: number): number {
  return ms / HOUR_MS;
}
