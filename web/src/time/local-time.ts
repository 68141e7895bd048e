import { dateTimeText, DAY_MS, spanText } from "#kernel";

/** The viewer's zone, "Europe/Madrid". */
export const VIEWER_ZONE = new Intl.DateTimeFormat().resolvedOptions().timeZone;

const DAY_TIME = new Intl.DateTimeFormat("en-GB", {
  day: "numeric",
  month: "short",
  hour: "2-digit",
  minute: "2-digit",
  hourCycle: "h23",
});
const DAY_TIME_YEAR = new Intl.DateTimeFormat("en-GB", {
  day: "numeric",
  month: "short",
  year: "numeric",
  hour: "2-digit",
  minute: "2-digit",
  hourCycle: "h23",
});
const CLOCK = new Intl.DateTimeFormat("en-GB", {
  hour: "2-digit",
  minute: "2-digit",
  second: "2-digit",
  hourCycle: "h23",
});
const UTC_DAY = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", timeZone: "UTC" });
const DAY = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short" });

/** "17 May, 12:05" in the viewer's zone; with the year where it is not this one. */
export function localText(instant: number, now: number): string {
  const sameYear = new Date(instant).getFullYear() === new Date(now).getFullYear();
  return (sameYear ? DAY_TIME : DAY_TIME_YEAR).format(instant);
}

/** "12:05:03" in the viewer's zone; for lists whose day is said elsewhere. */
export function clockText(instant: number): string {
  return CLOCK.format(instant);
}

/** "17 May" in the viewer's zone. */
export function dayText(instant: number): string {
  return DAY.format(instant);
}

/** "17 May", of UTC: for counts that are kept by its days. */
export function utcDayText(instant: number): string {
  return UTC_DAY.format(instant);
}

/** "5 min ago", "in 2 h": beside an absolute time, never instead of it. */
function agoText(instant: number, now: number): string {
  const distance = now - instant;
  if (Math.abs(distance) < 1_000) return "now";
  return distance < 0 ? `in ${roughSpan(-distance)}` : `${roughSpan(distance)} ago`;
}

/** What a time tells on hover: UTC, the zone in which it is shown, and how long ago it was. */
export function timeTip(instant: number, now: number): string {
  return `${dateTimeText(instant)}\nShown in ${VIEWER_ZONE}, ${agoText(instant, now)}`;
}

/** One unit is enough above a day. */
function roughSpan(ms: number): string {
  return ms > 2 * DAY_MS ? `${Math.floor(ms / DAY_MS)} d` : spanText(ms);
}

/** What an `<input type="datetime-local">` holds for an instant, in the viewer's zone. */
export function fieldText(instant: number): string {
  const offsetMs = new Date(instant).getTimezoneOffset() * 60_000;
  return new Date(instant - offsetMs).toISOString().slice(0, 16);
}

/** The instant that such a field means; NaN while it is incomplete. */
export function instantOfField(text: string): number {
  return Date.parse(text);
}
