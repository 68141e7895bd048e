import { HOUR_MS, MINUTE_MS, SECOND_MS } from "#kernel";
import { midnightMs } from "./rfc3339.ts";

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const CLF_TIME = /^(\d\d)\/([A-Z][a-z]{2})\/(\d{4}):(\d\d):(\d\d):(\d\d) ([+-])(\d\d)(\d\d)$/;
const HAPROXY_TIME = /^(\d\d)\/([A-Z][a-z]{2})\/(\d{4}):(\d\d):(\d\d):(\d\d)\.(\d{3})$/;

/**
 * "17/May/2015:10:05:03 +0000", the time of the common log format, as epoch ms. Undefined when it is anything else
 * or does not exist (31/Feb, 24:00:00, an offset of 24 hours). A leap second (…:60) is read as the last
 * millisecond of its minute, so that it stays in the minute and the day in which it was logged.
 */
export function parseClfTime(text: string): number | undefined {
  const match = CLF_TIME.exec(text);
  if (match === null) return undefined;
  const local = localMs(match, 0);
  const [hours, minutes] = [Number(match[8]), Number(match[9])];
  if (local === undefined || hours > 23 || minutes > 59) return undefined;
  const offset = hours * HOUR_MS + minutes * MINUTE_MS;
  return match[7] === "-" ? local + offset : local - offset;
}

/** "06/Feb/2009:12:14:14.655", HAProxy's local time without a zone, read as UTC; otherwise as `parseClfTime`. */
export function parseHaproxyTime(text: string): number | undefined {
  const match = HAPROXY_TIME.exec(text);
  return match === null ? undefined : localMs(match, Number(match[7]));
}

/** The first six groups of a match: day, month, year, hour, minute, second. */
function localMs(match: RegExpExecArray, ms: number): number | undefined {
  const midnight = midnightMs(Number(match[3]), MONTHS.indexOf(match[2] ?? "") + 1, Number(match[1]));
  const [hour, minute, second] = [Number(match[4]), Number(match[5]), Number(match[6])];
  if (midnight === undefined || hour > 23 || minute > 59 || second > 60) return undefined;
  const inMinute = second === 60 ? MINUTE_MS - 1 : second * SECOND_MS + ms;
  return midnight + hour * HOUR_MS + minute * MINUTE_MS + inMinute;
}
