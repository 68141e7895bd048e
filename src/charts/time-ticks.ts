import { ceilTo, DAY_MS, HOUR_MS, instantText, type Interval, MINUTE_MS, SECOND_MS } from "#kernel";
import type { Tick } from "./ticks.ts";

/** Steps that people count time in; each starts at a boundary in UTC. */
const STEPS_MS: readonly number[] = [
  ...[1, 2, 5, 10, 15, 30].map((seconds) => seconds * SECOND_MS),
  ...[1, 2, 5, 10, 15, 30].map((minutes) => minutes * MINUTE_MS),
  ...[1, 2, 3, 6, 12].map((hours) => hours * HOUR_MS),
  ...[1, 2].map((days) => days * DAY_MS),
];
const STEPS_MONTHS: readonly number[] = [1, 2, 3, 6, 12, 24, 60, 120];
const WEEK_MS = 7 * DAY_MS;
/** 5 January 1970, the first Monday of the epoch. */
const MONDAY_MS = 4 * DAY_MS;
const MONTH_NAMES = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/**
 * At most `most` ticks in [from, to), on UTC boundaries: "10:05", at midnight "18 May", in steps of months
 * "May 2015". The first one also says the day, unless
 * the next one does. Weeks start on Monday. Empty when the interval is.
 */
export function timeTicks(interval: Interval, most: number): readonly Tick[] {
  const least = (interval.to - interval.from) / most;
  if (!(least > 0)) return [];
  const step = STEPS_MS.find((candidate) => candidate >= least);
  if (step !== undefined) return labelled(everyStep(interval, step, 0));
  if (least <= WEEK_MS) return labelled(everyStep(interval, WEEK_MS, MONDAY_MS));
  const months = STEPS_MONTHS.find((candidate) => candidate * 28 * DAY_MS >= least) ?? 1_200;
  return everyMonths(interval, months).map((value) => ({ value, text: monthText(value) }));
}

/** "17 May 10:05", in UTC; seconds only where there are any. The year is left to the page. */
export function dayTimeText(instant: number): string {
  return `${dayText(instant)} ${clockText(instant)}`;
}

function everyStep(interval: Interval, step: number, offset: number): readonly number[] {
  const first = ceilTo(interval.from - offset, step) + offset;
  const count = Math.max(0, Math.ceil((interval.to - first) / step));
  return Array.from({ length: count }, (_, i) => first + i * step);
}

function everyMonths(interval: Interval, months: number): readonly number[] {
  const [year, month] = dateParts(interval.from);
  const first = ceilTo(year * 12 + month - 1, months);
  const ticks: number[] = [];
  for (let next = first; startOfMonth(next) < interval.to; next += months) ticks.push(startOfMonth(next));
  return ticks.filter((tick) => tick >= interval.from);
}

function startOfMonth(monthsSinceYearZero: number): number {
  return Date.UTC(Math.floor(monthsSinceYearZero / 12), monthsSinceYearZero % 12);
}

function labelled(values: readonly number[]): readonly Tick[] {
  const namedNext = values[1] !== undefined && values[1] % DAY_MS === 0;
  return values.map((value, i) => {
    if (value % DAY_MS === 0) return { value, text: dayText(value) };
    return { value, text: i === 0 && !namedNext ? dayTimeText(value) : clockText(value) };
  });
}

function dayText(instant: number): string {
  const [, month, day] = dateParts(instant);
  return `${day} ${monthName(month)}`;
}

function clockText(instant: number): string {
  const clock = instantText(instant).slice(11, 19);
  return clock.endsWith(":00") ? clock.slice(0, 5) : clock;
}

function monthText(instant: number): string {
  const [year, month] = dateParts(instant);
  return `${monthName(month)} ${year}`;
}

function monthName(month: number): string {
  return MONTH_NAMES[month - 1] ?? "";
}

/** Year, month from 1, day of the month, in UTC. */
function dateParts(instant: number): readonly [number, number, number] {
  const text = instantText(instant);
  return [Number(text.slice(0, 4)), Number(text.slice(5, 7)), Number(text.slice(8, 10))];
}
