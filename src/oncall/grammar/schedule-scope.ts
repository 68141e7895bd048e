import type { PlanReading } from "#objectives";
import type { ZoneClock } from "../model/zone-clock.ts";

/** What the parts of a schedule are read with. */
export interface ScheduleScope {
  readonly reading: PlanReading;
  readonly clock: ZoneClock;
}
