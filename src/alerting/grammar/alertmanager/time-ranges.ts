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
export function parseWeekdays(text: string): WholeRange {
  return rangeOf(text, "a day of the week such as monday, or monday:friday", (word) => known(WEEKDAYS, word));
}

/** "1:5", "-3:-1", "15": days of the month, from the end when negative. */
export function parseDaysOfMonth(text: string): WholeRange {
  const what = "a day of the month, 1 to 31 or -31 to -1, or a range such as 1:7 or -3:-1";
  const range = rangeOf(
    text,
    what,
    (word) => {
      const day = /^-?\d{1,2}$/.test(word) ? Number(word) : 0;
      return day === 0 || Math.abs(day) > LONGEST_MONTH ? undefined : day;
    },
    fromStart,
  );
  if (range.first < 0 && range.last > 0) throw malformed(text, what);
  return range;
}

/** "january:march", "5", "11:december". */
export function parseMonths(text: string): WholeRange {
  return rangeOf(text, "a month such as january or 1, or january:march", (word) => {
    const index = known(MONTHS, word);
    const number = index === undefined ? Number(/^\d{1,2}$/.test(word) ? word : 0) : index + 1;
    return number >= 1 && number <= MONTHS.length ? number : undefined;
  });
}

/** "2026", "2026:2028". */
export function parseYears(text: string): WholeRange {
  return rangeOf(text, "a year such as 2026, or 2026:2028", (word) =>
    /^\d{1,4}$/.test(word) ? Number(word) : undefined,
  );
}

/** "09:00" → minutes of the day; "24:00" is its end. */
export function parseClock(text: string): number {
  const match = /^(\d{1,2}):(\d{2})$/.exec(text.trim());
  const minute = Number(match?.[1] ?? Number.NaN) * 60 + Number(match?.[2]);
  if (minute <= MINUTES_OF_DAY && Number(match?.[2]) < 60) return minute;
  throw malformed(text, "a time of the day such as 09:00, or 24:00 for its end");
}

function known(words: readonly string[], word: string): number | undefined {
  const index = words.indexOf(word.toLowerCase());
  return index === -1 ? undefined : index;
}

type Compared = (value: number) => number;

// oxlint-disable-next-line max-params
function rangeOf(
  text: string,
  what: string,
  valueOf: (word: string) => number | undefined,
  compared: Compared = (value) => value,
): WholeRange {
  const [from = "", to = from, ...rest] = text.split(":").map((word) => word.trim());
  const first = valueOf(from);
  const last = valueOf(to);
  if (first === undefined || last === undefined || rest.length > 0) throw malformed(text, what);
  if (compared(first) <= compared(last)) return { first, last };
  const detail = `"${text}" ends before it begins. Write the two parts as two entries of the list.`;
  throw new Refusal("invalid", "time-interval.malformed", detail);
}

function fromStart(day: number): number {
  return day < 0 ? LONGEST_MONTH + day + 1 : day;
}

function malformed(text: string, what: string): Refusal {
  return new Refusal("invalid", "time-interval.malformed", `"${text}" is not ${what}.`);
}
