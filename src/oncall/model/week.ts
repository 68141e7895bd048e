import { DAY_MS, MINUTE_MS } from "#kernel";

/** Local times are integer ms, as if the zone were UTC; weeks begin on Monday. */
export const WEEK_MS = 7 * DAY_MS;
/** Of the local clock. */
export const WEEK_MINUTES = 7 * 24 * 60;
/** 5 January 1970 was a Monday. */
const FIRST_MONDAY_MS = 4 * DAY_MS;

/** The Monday 00:00 at or before a wall. */
export function mondayOf(wall: number): number {
  return wall - minuteOfWeek(wall) * MINUTE_MS;
}

/** Minutes since Monday 00:00, with a fraction where the wall has seconds. */
export function minuteOfWeek(wall: number): number {
  const since = (wall - FIRST_MONDAY_MS) % WEEK_MS;
  return (since < 0 ? since + WEEK_MS : since) / MINUTE_MS;
}
