import { DAY_MS, HOUR_MS, wallTimeOf } from "#kernel";

const FROM_HOUR = 22;
const TO_HOUR = 7;

/**
 * How many nights a person would have been woken: a night lasts from 22:00 to 07:00 by the clock of the zone, and many
 * pages in it wake once.
 */
export function nightsWoken(pagesAt: readonly number[], zone: string): number {
  return new Set(pagesAt.flatMap((at) => nightOf(at, zone) ?? [])).size;
}

/** The night that holds an instant, as the day on which it began (days since the epoch); undefined in the daytime. */
function nightOf(at: number, zone: string): number | undefined {
  const wall = wallTimeOf(at, zone);
  const day = Math.floor(wall / DAY_MS);
  const hour = (wall - day * DAY_MS) / HOUR_MS;
  if (hour >= FROM_HOUR) return day;
  return hour < TO_HOUR ? day - 1 : undefined;
}
