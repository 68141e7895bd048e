import { Refusal } from "#kernel";
import type { WholeRange } from "../../model/routing/time-interval.ts";

const WEEKDAYS = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"];
const MONTHS = [
  "january",
  "february",
  "march",
  "april",
  "may",
  "june",
  "july",
  "august",
  "september",
  "october",
  "november",
  "december",
];
const MINUTES_OF_DAY = 1_440;
/** A day from the end is compared with one from the start as in a month of 31 days. */
const LONGEST_MONTH = 31;

/** "monday:friday", "Saturday". A week begins on Sunday. */
export function weekdayRange(text: string): WholeRange {
  return rangeOf(text, {
    what: "a day of the week such as monday, or monday:friday",
    valueOf: (word) => indexIn(WEEKDAYS, word),
  });
}

/** "1:5", "-3:-1", "15": days of the month, from the end when negative. */
export function dayOfMonthRange(text: string): WholeRange {
  const what = "a day of the month, 1 to 31 or -31 to -1, or a range such as 1:7 or -3:-1";
  const range = rangeOf(text, { what, valueOf: dayOf, rankOf: fromStart });
  if (range.first < 0 && range.last > 0) throw malformed(text, what);
  return range;
}

/** "january:march", "5", "11:december". */
export function monthRange(text: string): WholeRange {
  return rangeOf(text, { what: "a month such as january or 1, or january:march", valueOf: monthOf });
}

/** "2026", "2026:2028". */
export function yearRange(text: string): WholeRange {
  return rangeOf(text, {
    what: "a year such as 2026, or 2026:2028",
    valueOf: (word) => (/^\d{1,4}$/.test(word) ? Number(word) : undefined),
  });
}

/** "09:00" → minutes of the day; "24:00" is its end. */
export function minuteOfDay(text: string): number {
  const match = /^(\d{1,2}):(\d{2})$/.exec(text.trim());
  const minute = Number(match?.[1] ?? Number.NaN) * 60 + Number(match?.[2]);
  if (minute <= MINUTES_OF_DAY && Number(match?.[2]) < 60) return minute;
  throw malformed(text, "a time of the day such as 09:00, or 24:00 for its end");
}

function indexIn(words: readonly string[], word: string): number | undefined {
  const index = words.indexOf(word.toLowerCase());
  return index === -1 ? undefined : index;
}

function dayOf(word: string): number | undefined {
  const day = /^-?\d{1,2}$/.test(word) ? Number(word) : 0;
  return day === 0 || Math.abs(day) > LONGEST_MONTH ? undefined : day;
}

function monthOf(word: string): number | undefined {
  const index = indexIn(MONTHS, word);
  const number = index === undefined ? Number(/^\d{1,2}$/.test(word) ? word : 0) : index + 1;
  return number >= 1 && number <= MONTHS.length ? number : undefined;
}

/** How a kind of range is read; `rankOf`: by what its ends are compared. */
interface RangeKind {
  readonly what: string;
  readonly valueOf: (word: string) => number | undefined;
  readonly rankOf?: (value: number) => number;
}

function rangeOf(text: string, { what, valueOf, rankOf = (value) => value }: RangeKind): WholeRange {
  const [from = "", to = from, ...rest] = text.split(":").map((word) => word.trim());
  const first = valueOf(from);
  const last = valueOf(to);
  if (first === undefined || last === undefined || rest.length > 0) throw malformed(text, what);
  if (rankOf(first) <= rankOf(last)) return { first, last };
  const detail = `"${text}" ends before it begins. Write the two parts as two entries of the list.`;
  throw new Refusal("invalid", "time-interval.malformed", detail);
}

function fromStart(day: number): number {
  return day < 0 ? LONGEST_MONTH + day + 1 : day;
}

function malformed(text: string, what: string): Refusal {
  return new Refusal("invalid", "time-interval.malformed", `"${text}" is not ${what}.`);
}
