import { WeekPattern, ZoneClock } from "#oncall";
import type { OpenTimes } from "./policy.ts";

/** The next instant at which the times hold: `at` itself while they do. */
export function openAt({ zone, spans }: OpenTimes, at: number): number {
  const { holds, until } = new WeekPattern(spans).at(at, new ZoneClock(zone));
  return holds ? at : until;
}
