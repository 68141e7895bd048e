/** A range that includes both its ends. */
export interface WholeRange {
  readonly first: number;
  readonly last: number;
}

/**
 * Times of the calendar by the clock of a zone. Each part that is given must hold; an absent one always does. Times in
 * minutes of the day, the last one excluded; week days from 0 = Sunday; days of the month from 1, or from -1 backwards.
 */
export interface TimeInterval {
  readonly times: readonly { readonly from: number; readonly to: number }[] | null;
  readonly weekdays: readonly WholeRange[] | null;
  readonly daysOfMonth: readonly WholeRange[] | null;
  readonly months: readonly WholeRange[] | null;
  readonly years: readonly WholeRange[] | null;
  readonly zone: string;
}

/** Whether an instant (epoch ms) lies in a time interval. */
export function isWithin(interval: TimeInterval, at: number): boolean {
  const wall = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(interval.zone);
  const minute = wall.hour * 60 + wall.minute;
  return (
    (interval.times?.some(({ from, to }) => minute >= from && minute < to) ?? true) &&
    (interval.daysOfMonth?.some((range) => isDay(range, wall)) ?? true) &&
    holds(interval.months, wall.month) &&
    holds(interval.weekdays, wall.dayOfWeek % 7) &&
    holds(interval.years, wall.year)
  );
}

function holds(ranges: readonly WholeRange[] | null, value: number): boolean {
  return ranges?.some(({ first, last }) => value >= first && value <= last) ?? true;
}

/** Days from the end count from the last day that this month has. */
function isDay({ first, last }: WholeRange, { day, daysInMonth }: Temporal.ZonedDateTime): boolean {
  const counted = (from: number): number => (from < 0 ? daysInMonth + from + 1 : from);
  return day >= counted(first) && day <= counted(last);
}
