import { DAY_MS } from "#kernel";

const MEAN_MONTH_DAYS = 146_097 / 4_800;
/** Days of a year before each month. */
const DAYS_BEFORE = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334];

/** So many months later (or earlier) at the same time; a day that the month lacks is its last. */
export function monthsAfter(wall: number, months: number): number {
  const day = Math.floor(wall / DAY_MS);
  const month = monthOfDay(day);
  const target = month + months;
  const inMonth = Math.min(day - monthStart(month), monthStart(target + 1) - monthStart(target) - 1);
  return (monthStart(target) + inMonth) * DAY_MS + (wall - day * DAY_MS);
}

/** Months from the month of one wall to that of another, whatever the days. */
export function monthsBetween(from: number, to: number): number {
  return monthOfDay(Math.floor(to / DAY_MS)) - monthOfDay(Math.floor(from / DAY_MS));
}

/** The month, counted from January 1970, that holds a day, counted from 1 January 1970. */
function monthOfDay(day: number): number {
  let month = Math.floor(day / MEAN_MONTH_DAYS);
  while (monthStart(month) > day) month--;
  while (monthStart(month + 1) <= day) month++;
  return month;
}

/** The first day of a month, both counted from the beginning of 1970. */
function monthStart(month: number): number {
  const year = 1970 + Math.floor(month / 12);
  const inYear = month - (year - 1970) * 12;
  const leap = inYear > 1 && leapYearsBefore(year + 1) > leapYearsBefore(year) ? 1 : 0;
  return (year - 1970) * 365 + leapYearsBefore(year) - LEAP_YEARS_BEFORE_1970 + (DAYS_BEFORE[inYear] ?? 0) + leap;
}

/** Of the years from 1 on. */
function leapYearsBefore(year: number): number {
  return Math.floor((year - 1) / 4) - Math.floor((year - 1) / 100) + Math.floor((year - 1) / 400);
}

const LEAP_YEARS_BEFORE_1970 = 477;
