import type { WrittenTime } from "./schedule.ts";
import type { ZoneClock } from "./zone-clock.ts";

/** The instant (epoch ms) at which something begins: the first that shows a local time, or that of the jump over it. */
export function instantOfStart(time: WrittenTime, clock: ZoneClock): number {
  return time.kind === "instant" ? time.at : clock.first(time.wall);
}

/** The instant (epoch ms) at which something ends: the last that shows a local time, or that of the jump over it. */
export function instantOfEnd(time: WrittenTime, clock: ZoneClock): number {
  return time.kind === "instant" ? time.at : clock.last(time.wall);
}
