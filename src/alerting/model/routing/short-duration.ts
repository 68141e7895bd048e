import { DAY_MS, HOUR_MS, MINUTE_MS, Refusal, SECOND_MS } from "#kernel";

const UNITS: readonly (readonly [string, number])[] = [
  ["y", 365 * DAY_MS],
  ["w", 7 * DAY_MS],
  ["d", DAY_MS],
  ["h", HOUR_MS],
  ["m", MINUTE_MS],
  ["s", SECOND_MS],
  ["ms", 1],
];
const DURATION = /^(?:(\d+)y)?(?:(\d+)w)?(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?(?:(\d+)ms)?$/;
/** Where the 64 bits of Prometheus end: 292 years. */
const DURATION_MAX_MS = 9_223_372_036_854;
/** Units that a text is made of; a week or a year is a number of days. */
const PRINTED = UNITS.slice(2);

/** "1h30m", "5m", "0" as Prometheus writes durations → ms, 0 or more. A year has 365 days, and units come from large to small. */
export function parseShortDuration(text: string): number {
  const counts = text === "" ? null : text === "0" ? ["0"] : DURATION.exec(text);
  if (counts === null) {
    throw new Refusal("invalid", "duration.malformed", `"${text}" is not a duration such as 30s, 5m, 1h30m or 1d.`);
  }
  const ms = UNITS.reduce((sum, [, unitMs], at) => sum + Number(counts[at + 1] ?? 0) * unitMs, 0);
  if (ms <= DURATION_MAX_MS) return ms;
  throw new Refusal("invalid", "duration.malformed", `"${text}" is more than 292 years. Write a shorter duration.`);
}

/** Milliseconds (0 or more) as "1h30m", "30s", "1d", "0s": what `parseShortDuration` reads. */
export function shortDurationText(ms: number): string {
  if (ms === 0) return "0s";
  let left = ms;
  return PRINTED.map(([name, unitMs]) => {
    const count = Math.floor(left / unitMs);
    left -= count * unitMs;
    return count === 0 ? "" : `${count}${name}`;
  }).join("");
}
