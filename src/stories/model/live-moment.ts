import { DAY_MS, floorTo, HOUR_MS } from "#kernel";
import { GRID_MS } from "#objectives";
import type { LiveStory } from "./live-story.ts";

/** When a story is told. */
export interface LiveMoment {
  /** Epoch ms; floored to the grid of ten seconds. */
  readonly now: number;
  /** When what goes wrong in front of the audience begins, epoch ms; absent = nothing does. Stories without such ignore it. */
  readonly breaksAt?: number;
}

/** A story's instants, from the moment at which it is told. */
export function spanOf({ now }: LiveMoment): Pick<LiveStory, "now" | "from"> {
  const told = floorTo(now, GRID_MS);
  return { now: told, from: floorTo(told - 30 * DAY_MS, HOUR_MS) + 2 * HOUR_MS };
}

/** Requests per hour by the hour of the day (UTC): their mean is `perHour`, nights have about two thirds of it. */
export function dayShape(perHour: number): number[] {
  return Array.from({ length: 24 }, (_, hour) => perHour * (1 - 0.35 * Math.cos(((hour - 2) * Math.PI) / 12)));
}

/** Sunday first. */
export const WEEKDAY_FACTORS: readonly number[] = [0.8, 1.06, 1.08, 1.08, 1.08, 1.05, 0.85];
