import { instantText, MINUTE_MS, spanText } from "#kernel";
import type { ClockChange, ZoneClock } from "#oncall";

const DAYS = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"];
const DAY_MS = 1_440 * MINUTE_MS;

/** "Mon 2026-11-30 09:00" by a local clock; seconds only where there are any, "again" where the clock shows it a second time. */
export function localText(at: number, clock: ZoneClock): string {
  const wall = clock.wallAt(at);
  const [day = "", time = ""] = instantText(wall).replace("Z", "").split("T");
  const shown = time.endsWith(":00") ? time.slice(0, 5) : time;
  const name = DAYS[((Math.floor(wall / DAY_MS) % 7) + 7) % 7] ?? "";
  return `${name} ${day} ${shown}${clock.first(wall) < at ? " again" : ""}`;
}

/** "the clock goes 1 h forward on Sun 2026-03-29 02:00". */
export function changeText({ before, after }: ClockChange): string {
  const [day = "", time = ""] = instantText(before).split("T");
  const name = DAYS[((Math.floor(before / DAY_MS) % 7) + 7) % 7] ?? "";
  return `${moveText({ before, after })} on ${name} ${day} ${time.slice(0, 5)}`;
}

/** "the clock goes 1 h forward". */
export function moveText({ before, after }: Pick<ClockChange, "before" | "after">): string {
  return `the clock goes ${spanText(Math.abs(after - before))} ${after > before ? "forward" : "back"}`;
}
