import {
  type Calendar,
  ceilTo,
  DAY_MS,
  floorTo,
  HOUR_MS,
  type Interval,
  invariant,
  MINUTE_MS,
  periodOf,
  SECOND_MS,
} from "#kernel";
import type { ObjectiveWindow } from "../objective.ts";

/** Everything is judged on this grid, aligned to the epoch; the finest slot. */
export const GRID_MS = 10 * SECOND_MS;

/** The same slot, which must be one. */
export function onGrid(slot: number): number {
  // The text is made only when it is needed.
  if (floorTo(slot, GRID_MS) !== slot) invariant(false, `slot ${slot} is not on the grid`);
  return slot;
}

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

/** Where an objective's window that ends at `to`, on the grid, begins. A calendar window at the very end of its period is still that period. */
export function objectiveWindowFrom(window: ObjectiveWindow, to: number): number {
  if (window.kind === "rolling") return windowFrom(to, window.lengthMs);
  return periodOnGrid(window.calendar, to - GRID_MS).from;
}

/** The slots of the calendar period that holds this one. A slot belongs to the period that holds its start, so a boundary off the grid moves to the next slot. */
export function periodOnGrid(calendar: Calendar, slot: number): Interval {
  const { from, to } = periodOf(calendar, slot);
  return { from: ceilTo(from, GRID_MS), to: ceilTo(to, GRID_MS) };
}
