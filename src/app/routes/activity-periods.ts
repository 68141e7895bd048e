import { type Interval, periodOf, Refusal } from "#kernel";

/** By what activity is counted. */
export const ACTIVITY_PERIODS = ["day", "week", "month"] as const;

/** One of them. */
export type ActivityPeriod = (typeof ACTIVITY_PERIODS)[number];

const PERIODS_MAX = 60;

/** The whole period of UTC that holds an instant; weeks begin on Monday. */
export function periodAt(at: number, period: ActivityPeriod): Interval {
  const anchor = period === "week" ? "2026-01-05T00:00" : "2026-01-01T00:00";
  return periodOf({ unit: period, count: 1, zone: "UTC", anchor }, at);
}

/** The whole periods that hold [from, to), oldest first. Refuses more than 60. */
export function periodsOf({ from, to }: Interval, period: ActivityPeriod): [Interval, ...Interval[]] {
  const first = periodAt(from, period);
  const periods: [Interval, ...Interval[]] = [first];
  for (let last = first; last.to < to; periods.push(last)) {
    if (periods.length >= PERIODS_MAX) throw tooMany(period);
    last = periodAt(last.to, period);
  }
  return periods;
}

function tooMany(period: ActivityPeriod): Refusal {
  return new Refusal(
    "invalid",
    "activity.too-many-periods",
    `The range has more than ${PERIODS_MAX} ${period}s, and at most so many are counted at once. Ask for a shorter range, or for longer periods.`,
    { max: PERIODS_MAX, faults: [{ pointer: "/from", detail: `must be at most ${PERIODS_MAX} ${period}s back` }] },
  );
}
