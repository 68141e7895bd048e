import { DAY_MS, HOUR_MS } from "#kernel";
import type { Layer } from "./schedule.ts";
import { WEEK_MS } from "./week.ts";

/** Weekdays and changes of the clock meet again. */
const CLOCK_CYCLE_MS = 28 * 365.25 * DAY_MS;
/** Months, leap years and weekdays meet again. */
const CALENDAR_CYCLE_MS = 146_097 * DAY_MS;
const UNIT_MS = { hour: HOUR_MS, day: DAY_MS, week: WEEK_MS } as const;

/**
 * How long one has to look to have seen all that layers can do together (ms): until all rosters are through at the same
 * time of the week, at least a cycle of clock changes, at most one of the calendar (400 years).
 */
export function roundMs(layers: readonly Round[]): number {
  let round = WEEK_MS;
  for (const { every, advance, people } of layers) {
    if (every.unit === "month") return CALENDAR_CYCLE_MS;
    // Each covered day may take a week.
    const stretch = advance === "covered-days" ? 7 : 1;
    round = commonMultiple(round, every.count * UNIT_MS[every.unit] * stretch * Math.max(1, people));
    if (round > CALENDAR_CYCLE_MS) return CALENDAR_CYCLE_MS;
  }
  return Math.max(round, CLOCK_CYCLE_MS);
}

/** The turns of a layer, and how many people share them. */
interface Round extends Pick<Layer, "every" | "advance"> {
  readonly people: number;
}

function commonMultiple(a: number, b: number): number {
  return (a / commonDivisor(a, b)) * b;
}

function commonDivisor(a: number, b: number): number {
  return b === 0 ? a : commonDivisor(b, a % b);
}
