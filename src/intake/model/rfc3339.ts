import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from "#kernel";

const RFC_3339 = /^(\d{4})-(\d\d)-(\d\d)[Tt](\d\d):(\d\d):(\d\d)(?:\.(\d+))?(?:[Zz]|([+-])(\d\d):(\d\d))$/;

/**
 * An RFC 3339 date-time as epoch ms, floored; a fraction may have any length, the zone is needed. Undefined when
 * it is anything else, or a day or time that does not exist. A leap second (…:60) is read as the last millisecond
 * of its minute, so it never moves into the next day.
 */
export function parseRfc3339(text: string): number | undefined {
  const match = RFC_3339.exec(text);
  if (match === null) return undefined;
  const [year, month, day, hour, minute, second] = match.slice(1, 7).map(Number) as Six;
  if (hour > 23 || minute > 59 || second > 60) return undefined;
  const midnight = midnightMs(year, month, day);
  const offset = offsetMs(match[8], Number(match[9] ?? 0), Number(match[10] ?? 0));
  if (midnight === undefined || offset === undefined) return undefined;
  const ms = second === 60 ? MINUTE_MS - 1 : second * SECOND_MS + Number((match[7] ?? "").slice(0, 3).padEnd(3, "0"));
  return midnight + hour * HOUR_MS + minute * MINUTE_MS + ms - offset;
}

type Six = [number, number, number, number, number, number];

/** Midnight UTC of a day of the Gregorian calendar, epoch ms; undefined for a day that does not exist (31 June). */
export function midnightMs(year: number, month: number, day: number): number | undefined {
  if (month < 1 || month > 12 || day < 1 || day > daysIn(year, month)) return undefined;
  // Years that begin in March put the leap day last, so the days before a month need no case for it.
  const marchYear = month > 2 ? year : year - 1;
  const marchMonth = month > 2 ? month - 3 : month + 9;
  const leapDays = Math.floor(marchYear / 4) - Math.floor(marchYear / 100) + Math.floor(marchYear / 400);
  const dayOfYear = Math.floor((153 * marchMonth + 2) / 5) + day - 1;
  return (marchYear * 365 + leapDays + dayOfYear - EPOCH_DAYS) * DAY_MS;
}

/** Days from 1 March of the year 0 to 1 January 1970. */
const EPOCH_DAYS = 719_468;

const MONTH_DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

function daysIn(year: number, month: number): number {
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return (MONTH_DAYS[month - 1] ?? 0) + (leap && month === 2 ? 1 : 0);
}

function offsetMs(sign: string | undefined, hours: number, minutes: number): number | undefined {
  if (hours > 23 || minutes > 59) return undefined;
  return (sign === "-" ? -1 : 1) * (hours * HOUR_MS + minutes * MINUTE_MS);
}
