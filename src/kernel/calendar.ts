import type { Interval } from "./time.ts";

/** What a calendar counts in. A quarter is three months, a year twelve. */
export type CalendarUnit = "hour" | "day" | "week" | "month" | "quarter" | "year";

/** Periods that follow each other without a gap, by the local clock of a zone. */
export interface Calendar {
  readonly unit: CalendarUnit;
  /** Units in a period, 1 or more. */
  readonly count: number;
  /** IANA time zone, "Europe/Madrid"; see `isZone`. */
  readonly zone: string;
  /** Local date and time at which one of the periods begins, "2026-01-31T00:00". Days that a month lacks clamp from it: 31 January, 28 February, 31 March. */
  readonly anchor: string;
}

const MONTHS: Readonly<Partial<Record<CalendarUnit, number>>> = { month: 1, quarter: 3, year: 12 };
const HOURS: Readonly<Partial<Record<CalendarUnit, number>>> = { hour: 1, day: 24, week: 168 };
const HOUR_MS = 3_600_000;
const NOMINAL_DAYS: Readonly<Record<CalendarUnit, number>> = {
  hour: 1 / 24,
  day: 1,
  week: 7,
  month: 30,
  quarter: 90,
  year: 365,
};

/**
 * The period that holds an instant (epoch ms): from the first instant whose local clock shows anchor + k · length to
 * the next such. A local time that a jump of the clock skips is the instant of the jump; one that comes twice is the
 * first. Closed form: k by division, corrected by at most one step.
 */
export function periodOf(calendar: Calendar, at: number): Interval {
  const wall = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(calendar.zone).toPlainDateTime();
  let k = Math.floor(unitsBetween(calendar, wall) / calendar.count);
  while (startOf(calendar, k) > at) k--;
  while (startOf(calendar, k + 1) <= at) k++;
  return { from: startOf(calendar, k), to: startOf(calendar, k + 1) };
}

/** The length by which burn-rate factors of a calendar period are computed, ms: a month is 30 days, a quarter 90, a year 365. */
export function nominalMs({ unit, count }: Pick<Calendar, "unit" | "count">): number {
  return Math.round(NOMINAL_DAYS[unit] * 24 * count) * HOUR_MS;
}

/** Whether the time zone database knows this name; offsets such as "+01:00" are no zone. */
export function isZone(name: string): boolean {
  if (!/^[A-Za-z][A-Za-z0-9_+\-/]*$/.test(name)) return false;
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone !== "";
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

/** The first instant (epoch ms) at which the local clock of a zone shows this time, "2026-03-29T02:30", or a later one. */
export function instantOfWall(wall: string, zone: string): number {
  return firstShowing(Temporal.PlainDateTime.from(wall), zone);
}

/** What the local clock of a zone shows at an instant, in ms as if the zone were UTC: for the hour of the day and the day. */
export function wallTimeOf(at: number, zone: string): number {
  return at + Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone).offsetNanoseconds / 1_000_000;
}

function startOf({ unit, count, zone, anchor }: Calendar, k: number): number {
  const start = Temporal.PlainDateTime.from(anchor);
  const months = MONTHS[unit];
  if (months !== undefined) return firstShowing(start.add({ months: months * count * k }), zone);
  return firstShowing(start.add({ hours: (HOURS[unit] ?? 1) * count * k }), zone);
}

/** Whole units from the anchor to a local time; off by at most one where a month is short. */
function unitsBetween({ unit, anchor }: Calendar, wall: Temporal.PlainDateTime): number {
  const start = Temporal.PlainDateTime.from(anchor);
  const months = MONTHS[unit];
  if (months !== undefined) return ((wall.year - start.year) * 12 + wall.month - start.month) / months;
  return wall.since(start, { largestUnit: "hour" }).total({ unit: "hour" }) / (HOURS[unit] ?? 1);
}

function firstShowing(wall: Temporal.PlainDateTime, zone: string): number {
  const zoned = wall.toZonedDateTime(zone, { disambiguation: "compatible" });
  // A time that the clock skips: "compatible" shows it later by the length of the jump.
  const skipped = !zoned.toPlainDateTime().equals(wall);
  const jump = skipped ? zoned.add({ milliseconds: 1 }).getTimeZoneTransition("previous") : null;
  return (jump ?? zoned).epochMilliseconds;
}
