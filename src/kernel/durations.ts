import { Refusal } from "./refusal.ts";
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from "./time.ts";

const UNITS_MS: ReadonlyMap<string, number> = new Map([
  ["ms", 1],
  ...names(SECOND_MS, "s", "second", "seconds"),
  ...names(MINUTE_MS, "m", "min", "minute", "minutes"),
  ...names(HOUR_MS, "h", "hour", "hours"),
  ...names(DAY_MS, "d", "day", "days"),
  ...names(7 * DAY_MS, "w", "week", "weeks"),
]);

const DURATION = /^(\d{1,9}(?:\.\d{1,3})?) ?([a-z]+)$/;

/**
 * "300ms", "5m", "30 days", "1 week" → integer milliseconds, more than zero.
 * Months and years are a calendar's business and refused here; so is `M`, which is a month elsewhere.
 */
export function parseDurationMs(text: string): number {
  const match = DURATION.exec(text.trim());
  const ms = Number(match?.[1]) * (UNITS_MS.get(match?.[2] ?? "") ?? Number.NaN);
  if (!Number.isInteger(ms) || ms <= 0) {
    const what = monthText(text.trim()) ?? "not a duration such as 300ms, 5m, 2h, 30 days or 1 week";
    throw new Refusal("invalid", "duration.malformed", `"${text}" is ${what}.`);
  }
  return ms;
}

/** `1M` reads as a month to some and as a minute to others: both are named. */
function monthText(text: string): string | undefined {
  const count = /^(\d{1,3}) ?M$/.exec(text)?.[1];
  if (count === undefined) return undefined;
  return `neither ${count} min (write ${count}m) nor a month here (write ${30 * Number(count)} days, or, as a window, calendar month)`;
}

/** 21_600_000 → "6 h"; the largest unit that leaves a whole number ("90 s", "30 d", "250 ms"). */
export function durationText(ms: number): string {
  const [name, unitMs] = TEXT_UNITS.find(([, unit]) => ms >= unit && ms % unit === 0) ?? ["ms", 1];
  return `${ms / unitMs} ${name}`;
}

const TEXT_UNITS: readonly (readonly [string, number])[] = [
  ["d", DAY_MS],
  ["h", HOUR_MS],
  ["min", MINUTE_MS],
  ["s", SECOND_MS],
];

function names(unitMs: number, ...all: string[]): [string, number][] {
  return all.map((name) => [name, unitMs]);
}
