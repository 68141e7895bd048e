import type { FieldRule } from "./rule.ts";
import { shortened } from "./value.ts";

/** The code of the reference SDK for a date-time of another form. */
export const LOCAL_TIME_CODE = "string_date_time";

/** The hour may have one digit and the second a fraction, as the reference SDK reads it. */
const LOCAL_TIME = /^(\d{4})-(\d{2})-(\d{2}) +(\d{1,2}):(\d{2}):(\d{2})(?:[.,]\d+)?$/;

/** A date and time of the local clock, without a zone: `2026-01-31 12:00:00`. */
export const LOCAL_TIME_RULE: FieldRule<string> = {
  code: LOCAL_TIME_CODE,
  origin: "both",
  says: "it is a date and a time of day without a zone, as YYYY-MM-DD hh:mm:ss",
  remedy: "Write for example 2026-01-01 00:00:00; the zone stands in timeZone.",
  breach: (text) => (isLocalTime(text) ? undefined : `is "${shortened(text)}"`),
};

function isLocalTime(text: string): boolean {
  const [year, month, day, hour, minute, second] = (LOCAL_TIME.exec(text) ?? []).slice(1).map(Number);
  if (year === undefined || month === undefined || day === undefined) return false;
  if ((hour ?? 24) > 23 || (minute ?? 60) > 59 || (second ?? 60) > 59) return false;
  return month >= 1 && month <= 12 && day >= 1 && day <= daysIn(year, month);
}

function daysIn(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}
