import { DAY_MS, HOUR_MS } from "#kernel";
import type { Layer } from "./schedule.ts";
import { monthsAfter, monthsBetween } from "./months.ts";
import { WEEK_MS } from "./week.ts";
import type { WeekPattern } from "./week-pattern.ts";

/** The turns of a layer, counted from 0 at its `from`, by the local clock alone. */
export interface Turns {
  /** The turn at a wall that is not before `from`. */
  at(wall: number): number;
  /** The wall at which a turn begins; where the one before it ends. */
  start(turn: number): number;
}

const UNIT_MS = { hour: HOUR_MS, day: DAY_MS, week: WEEK_MS } as const;

/** How the turns of a layer follow each other; `pattern` is its `only`, absent = always. */
export function turnsOf(layer: Layer, pattern: WeekPattern | undefined): Turns {
  const { count, unit } = layer.every;
  if (unit === "month") return monthlyTurns(layer.from, count);
  const lengthMs = count * UNIT_MS[unit];
  if (layer.advance === "covered-days" && pattern !== undefined) {
    return coveredTurns(layer.from, Math.round(lengthMs / DAY_MS), pattern);
  }
  return {
    at: (wall) => Math.floor((wall - layer.from) / lengthMs),
    start: (turn) => layer.from + turn * lengthMs,
  };
}

/** Days that a month lacks clamp from the anchor, so the months between may mislead by one. */
function monthlyTurns(from: number, months: number): Turns {
  const start = (turn: number): number => monthsAfter(from, turn * months);
  return {
    at: (wall) => {
      const turn = Math.floor(monthsBetween(from, wall) / months);
      return start(turn) > wall ? turn - 1 : turn;
    },
    start,
  };
}

/**
 * Day j is the 24 hours of the local clock from `from` + j days; it is covered when the pattern touches it. Each turn
 * begins with a covered day (the first with `from`) and takes `days` of them; days without are of the turn before.
 */
function coveredTurns(from: number, days: number, pattern: WeekPattern): Turns {
  const covered = [0, 1, 2, 3, 4, 5, 6].filter((day) =>
    pattern.touches(from + day * DAY_MS, from + (day + 1) * DAY_MS),
  );
  const countBefore = (day: number): number => {
    const weeks = Math.floor(day / 7);
    return weeks * covered.length + covered.filter((each) => each < day - weeks * 7).length;
  };
  return {
    at: (wall) => Math.floor(Math.max(0, countBefore(Math.floor((wall - from) / DAY_MS) + 1) - 1) / days),
    start: (turn) => {
      if (turn === 0) return from;
      const nth = turn * days;
      const weeks = Math.floor(nth / covered.length);
      return from + (weeks * 7 + (covered[nth - weeks * covered.length] ?? 0)) * DAY_MS;
    },
  };
}
