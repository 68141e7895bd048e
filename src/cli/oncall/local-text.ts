import { DAY_MS, instantText, spanText } from "#kernel";
import type { ClockChange, ZoneClock } from "#oncall";

const DAYS = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"];

/** "Mon 2026-11-30 09:00" by a local clock; seconds only where there are any, "again" where the clock shows it a second time. */
export function localText(at: number, clock: ZoneClock): string {
  const wall = clock.wallAt(at);
  return `${wallText(wall)}${clock.first(wall) < at ? " again" : ""}`;
}

/** "the clock goes 1 h forward on Sun 2026-03-29 02:00". */
export function changeText(change: ClockChange): string {
  return `${moveText(change)} on ${wallText(change.before)}`;
}

/** "the clock goes 1 h forward". */
export function moveText({ before, after }: Pick<ClockChange, "before" | "after">): string {
  return `the clock goes ${spanText(Math.abs(after - before))} ${after > before ? "forward" : "back"}`;
}

function wallText(wall: number): string {
  const [day = "", time = ""] = instantText(wall).replace("Z", "").split("T");
  const shown = time.endsWith(":00") ? time.slice(0, 5) : time;
  return `${DAYS[((Math.floor(wall / DAY_MS) % 7) + 7) % 7]} ${day} ${shown}`;
}
