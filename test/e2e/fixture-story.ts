import { HOUR_MS, type Interval, MINUTE_MS } from "#kernel";

export const FROM = Date.UTC(2026, 4, 11, 6, 0);
export const SLOT_MS = 10 * MINUTE_MS;
export const SLOTS = 432;
export const TO = FROM + SLOTS * SLOT_MS;
export const OUTAGES: readonly Interval[] = [
  { from: FROM + 19 * HOUR_MS, to: FROM + 19 * HOUR_MS + 40 * MINUTE_MS },
  { from: FROM + 55 * HOUR_MS, to: FROM + 56 * HOUR_MS + 20 * MINUTE_MS },
];
/** Nothing was logged in these hours. */
export const SILENCE: Interval = { from: FROM + 40 * HOUR_MS, to: FROM + 42 * HOUR_MS };

/** Names as attackers choose them: the page must print them as text. */
export const HOSTILE_NAMES: readonly string[] = [
  "<script>alert(1)</script>",
  `"><img src=x onerror=alert(2)>`,
  "</style><script>alert(3)</script>",
  "\u202etxt.exe and a name that goes on and on without a place to break_".repeat(3),
];
