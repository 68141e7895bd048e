import { DAY_MS, HOUR_MS, MINUTE_MS } from "#kernel";
import type { Duration, DurationUnit } from "../duration.ts";

const UNIT_MS: Readonly<Record<DurationUnit, number>> = {
  m: MINUTE_MS,
  h: HOUR_MS,
  d: DAY_MS,
  w: 7 * DAY_MS,
  M: 30 * DAY_MS,
  Q: 90 * DAY_MS,
  Y: 365 * DAY_MS,
};

/** The length of a duration where no calendar says more: a month is 30 days, a quarter 90, a year 365. */
export function nominalMsOf({ count, unit }: Duration): number {
  return count * UNIT_MS[unit];
}

/** Whether its unit is of different lengths by the calendar. */
export function isNominal({ unit }: Duration): boolean {
  return unit === "M" || unit === "Q" || unit === "Y";
}
