import { ceilTo, DAY_MS, floorTo, HOUR_MS, invariant, MINUTE_MS, periodOf, SECOND_MS } from "#kernel";
import type { ObjectiveWindow } from "../objective.ts";

/** Everything is judged on this grid, aligned to the epoch; the finest slot. */
export const GRID_MS = 10 * SECOND_MS;

/** Steps by length: a longer window moves its tail less often. The first level whose `upToMs` reaches the length. */
const LEVELS: readonly { readonly upToMs: number; readonly stepMs: number }[] = [
  { upToMs: HOUR_MS, stepMs: GRID_MS },
  { upToMs: 6 * HOUR_MS, stepMs: MINUTE_MS },
  { upToMs: 3 * DAY_MS, stepMs: 10 * MINUTE_MS },
  { upToMs: Number.POSITIVE_INFINITY, stepMs: HOUR_MS },
];

/** The step on which the tail of a rolling window of this length moves. */
export function stepOf(lengthMs: number): number {
  invariant(lengthMs > 0 && lengthMs % GRID_MS === 0, "the length of a window is not on the grid");
  for (const { upToMs, stepMs } of LEVELS) if (lengthMs <= upToMs) return stepMs;
  return GRID_MS;
}

/** Where the rolling window of this length that ends at `to` begins: never shorter than its name, longer by less than one step. */
export function windowFrom(to: number, lengthMs: number): number {
  return floorTo(to - lengthMs, stepOf(lengthMs));
}

/** The first instant at which a window of this length begins at `from` or later: the inverse of `windowFrom`. */
export function firstWindowFrom(from: number, lengthMs: number): number {
  const step = stepOf(lengthMs);
  return Math.ceil(from / step) * step + lengthMs;
}

/**
 * Where an objective's window that ends at `to` begins. A calendar window at the very end of its period is still that
 * period; on the grid, as a slot belongs to the period that holds its start.
 */
export function objectiveWindowFrom(window: ObjectiveWindow, to: number): number {
  if (window.kind === "rolling") return windowFrom(to, window.lengthMs);
  return ceilTo(periodOf(window.calendar, to - 1).from, GRID_MS);
}
