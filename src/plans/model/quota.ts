import { type Calendar, type Interval, periodOf, Refusal } from "#kernel";
import { parseRequestCount, requestCountText } from "./request-count.ts";

/** Periods of the calendar by which a quota is given and a price is paid. */
export const PERIODS = ["day", "week", "month", "quarter", "year"] as const;

/** One of them. A week begins on Monday. */
export type Period = (typeof PERIODS)[number];

/** Requests allowed in a period of the calendar. */
export interface Quota {
  readonly requests: number;
  readonly period: Period;
}

/** The longest that each can be, in days: by a 31-day month, a leap year. */
export const LONGEST_DAYS: Readonly<Record<Period, number>> = { day: 1, week: 7, month: 31, quarter: 92, year: 366 };

/** Usual lengths in days (a month 30, a quarter 90, a year 360): all divide 2,520. */
const USUAL_DAYS: Readonly<Record<Period, number>> = { day: 1, week: 7, month: 30, quarter: 90, year: 360 };
const COMMON_DAYS = 2_520;

/** A Monday, and the first of a month, quarter and year: all periods can be counted from it. */
const ANCHOR = "2018-01-01T00:00";

/** "5M/month", "10000/day". Refuses times that are no period of the calendar: what is shorter is a rate limit. */
export function parseQuota(text: string): Quota {
  const [count = "", name = "", ...more] = text.split("/");
  const period = PERIODS.find((each) => each === name.trim());
  if (period === undefined || more.length > 0) {
    const shorter = /^(s|min|h|second|minute|hour)$/.test(name.trim())
      ? " What is allowed in a shorter time is a rate limit."
      : "";
    throw new Refusal("invalid", "plan.malformed", `"${text}" is not a quota such as 5M/month or 10000/day.${shorter}`);
  }
  return { requests: parseRequestCount(count.trim()), period };
}

/** {5,000,000, month} → "5M/month". */
export function quotaText({ requests, period }: Quota): string {
  return `${requestCountText(requests)}/${period}`;
}

/** How often a period comes in one stretch of time that all divide: to compare what is given by different ones. */
export function perCommonTime(period: Period): number {
  return COMMON_DAYS / USUAL_DAYS[period];
}

/** The period that holds an instant, by the clock of an IANA zone. */
export function quotaPeriodOf(period: Period, zone: string, at: number): Interval {
  const calendar: Calendar = { unit: period, count: 1, zone, anchor: ANCHOR };
  return periodOf(calendar, at);
}
