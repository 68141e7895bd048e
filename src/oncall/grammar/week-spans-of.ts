import { closeWord, Refusal } from "#kernel";
import type { WeekSpan } from "../model/schedule.ts";

const DAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
const DAY_MINUTES = 1_440;
const WEEK_MINUTES = 7 * DAY_MINUTES;

const SPAN = /^([a-z]+) +(\S+) *- *([a-z]+) +(\S+)$/;
const CLOCK = /^(?:([a-z][a-z, -]*?) +)?(\d[^ -]*) *- *(\d[^ -]*)$/;
const WHOLE_DAYS = /^[a-z][a-z, -]*$/;
const TIME = /^([01]\d|2[0-4]):([0-5]\d)$/;
const EXAMPLES = '"mon-fri 09:00-18:00", "mon-thu 22:00-06:00", "fri 22:00 - mon 06:00" or "sat,sun"';

/**
 * "mon-fri 09:00-18:00" on each of these days, or without days on all; where the end is not after the start, to the next
 * day. "fri 22:00 - mon 06:00" once a week from one to the other. "sat,sun" the whole days.
 */
export function weekSpansOf(text: string): WeekSpan[] {
  const [, startDay, startTime, endDay, endTime] = SPAN.exec(text) ?? [];
  if (startDay !== undefined && startTime !== undefined && endDay !== undefined && endTime !== undefined) {
    const start = dayOf(startDay, text) * DAY_MINUTES + startOf(startTime, text);
    const end = dayOf(endDay, text) * DAY_MINUTES + endOf(endTime, text);
    return [{ start, length: forward(end - start, WEEK_MINUTES) }];
  }
  const [, days, from, to] = CLOCK.exec(text) ?? [];
  if (from !== undefined && to !== undefined) {
    const start = startOf(from, text);
    const length = forward(endOf(to, text) - start, DAY_MINUTES);
    return daysOf(days ?? "mon-sun", text).map((day) => ({ start: day * DAY_MINUTES + start, length }));
  }
  if (!WHOLE_DAYS.test(text)) throw malformed(text, "is not a time of the week");
  return daysOf(text, text).map((day) => ({ start: day * DAY_MINUTES, length: DAY_MINUTES }));
}

/** Minutes to the next end; the whole circle where it is the start. */
function forward(minutes: number, circle: number): number {
  return minutes > 0 && minutes <= circle ? minutes : minutes + circle;
}

/** "mon", "mon-thu", "fri-mon", "mon,wed-fri". */
function daysOf(list: string, text: string): number[] {
  const days = list.split(",").flatMap((part) => {
    const [first = "", last = first, ...more] = part.split("-").map((name) => name.trim());
    if (more.length > 0) throw malformed(text, "has a range of days with more than two ends");
    const from = dayOf(first, text);
    const count = ((dayOf(last, text) - from + 7) % 7) + 1;
    return Array.from({ length: count }, (_, step) => (from + step) % 7);
  });
  return [...new Set(days)];
}

function dayOf(name: string, text: string): number {
  const day = DAYS.indexOf(name);
  if (day >= 0) return day;
  const near = DAYS.find((known) => name.startsWith(known)) ?? closeWord(name, DAYS);
  throw malformed(text, `names "${name}", which is no day${near === undefined ? "" : `; did you mean ${near}?`}`);
}

function startOf(time: string, text: string): number {
  const minutes = endOf(time, text);
  if (minutes < DAY_MINUTES) return minutes;
  throw malformed(text, "starts at 24:00: write 00:00 of the next day");
}

/** 24:00 is the end of its day. */
function endOf(time: string, text: string): number {
  const [, hours, minutes] = TIME.exec(time) ?? [];
  const total = Number(hours) * 60 + Number(minutes);
  if (total <= DAY_MINUTES) return total;
  throw malformed(text, `has "${time}", which is no time from 00:00 to 24:00`);
}

function malformed(text: string, why: string): Refusal {
  return new Refusal("invalid", "schedule.only-malformed", `only: "${text}" ${why}. Write it as ${EXAMPLES}.`);
}
