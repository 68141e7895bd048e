import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from "./time.ts";

const MINUS = "−";
const MONTHS = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
];

/** 1234567 → "1,234,567". Whole numbers; a fraction is rounded half away from zero. */
export function countText(count: number): string {
  const digits = Math.round(Math.abs(count)).toString();
  return signed(count, digits, digits.replace(/\B(?=(\d{3})+$)/g, ","));
}

/** 1234567 → "1.23 M" with three digits; below 10,000 all of them: "9,999". Steps: k, M, G, T. */
export function shortCountText(count: number): string {
  const size = Math.abs(count);
  if (size < 10_000) return countText(count);
  const [scaled, unit] = scaledTo(size, 1_000, ["", " k", " M", " G", " T"]);
  return signed(count, scaled, scaled + unit);
}

/**
 * 0.9997 → "99.97 %", with as many decimals as show two digits of the distance to the nearer of 0 % and 100 %.
 * From 90 % on it is truncated, so that a target just missed never reads as met; elsewhere it is rounded.
 * Only a ratio of exactly 0 or 1 prints "0 %" or "100 %". Signed and unbounded: "−38.2 %", "1,440 %".
 */
export function ratioText(ratio: number): string {
  if (ratio < 0) return MINUS + ratioText(-ratio);
  if (ratio === 0 || ratio === 1) return `${ratio * 100} %`;
  if (ratio >= 100) return `${countText(ratio * 100)} %`;
  const distance = Math.min(ratio, Math.abs(1 - ratio));
  const decimals = Math.min(RATIO_DECIMALS_MAX, Math.max(1, Math.ceil(-Math.log10(distance) - 1e-9) - 1));
  return `${percentText(ratio, decimals)} %`;
}

const RATIO_DECIMALS_MAX = 10;
/** Takes back what binary fractions lose, 0.29 × 100 = 28.999999999999996, before truncating. */
const FLOAT_SLACK = 1 + 8 * Number.EPSILON;

function percentText(ratio: number, decimals: number): string {
  const whole = 100 * 10 ** decimals;
  const truncated = ratio >= 0.9 && ratio < 1;
  const units = truncated ? Math.floor(ratio * whole * FLOAT_SLACK) : Math.round(ratio * whole);
  const shown = ratio < 1 ? Math.min(whole - 1, Math.max(1, units)) : Math.max(whole + 1, units);
  const text = (shown / 10 ** decimals).toFixed(decimals).replace(/\.?0+$/, "");
  const [integer = "", fraction] = text.split(".");
  return fraction === undefined ? countText(Number(integer)) : `${countText(Number(integer))}.${fraction}`;
}

/** 4096 → "4.1 kB": steps of 1,000 (kB, MB, GB, TB), three digits; below 1,000 exact: "999 B". */
export function bytesText(bytes: number): string {
  if (Math.abs(bytes) < 1_000) return `${countText(bytes)} B`;
  const [scaled, unit] = scaledTo(Math.abs(bytes), 1_000, [" B", " kB", " MB", " GB", " TB", " PB"]);
  return signed(bytes, scaled, scaled + unit);
}

/** Milliseconds → "340 µs", "1.2 ms", "34 ms", "1.24 s", "2 min 5 s": at most three digits, the unit that reads best. */
export function latencyText(ms: number): string {
  if (ms < 0.9995) return `${digitsText(ms * 1_000)} µs`;
  if (ms < 999.5) return `${digitsText(ms)} ms`;
  if (ms < 59_950) return `${digitsText(ms / SECOND_MS)} s`;
  return spanText(ms);
}

/** An instant → "17 May 2015 10:05 UTC"; seconds only where there are any: "17 May 2015 10:05:03 UTC". */
export function dateTimeText(instant: number): string {
  return `${dateText(instant)} ${timeText(instant)} UTC`;
}

/** An instant → "17 May 2015", by the calendar of UTC. */
export function dateText(instant: number): string {
  const date = new Date(instant);
  return `${date.getUTCDate()} ${MONTHS[date.getUTCMonth()] ?? ""} ${date.getUTCFullYear()}`;
}

function timeText(instant: number): string {
  const clock = new Date(instant).toISOString().slice(11, 19);
  return clock.endsWith(":00") ? clock.slice(0, 5) : clock;
}

/** Whole milliseconds → "2 h 10 min", "3 d 4 h", "45 s", "250 ms": the two largest units, rounded down; 0 → "0 s". */
export function spanText(ms: number): string {
  if (ms < 0) return MINUS + spanText(-ms);
  if (ms > 0 && ms < SECOND_MS) return `${Math.floor(ms)} ms`;
  const first = SPAN_UNITS.findIndex(([, unitMs]) => ms >= unitMs);
  const [name, unitMs] = SPAN_UNITS[first] ?? (["s", SECOND_MS] as const);
  const [nextName, nextMs] = SPAN_UNITS[first + 1] ?? ["", ms + 1];
  const rest = Math.floor((ms % unitMs) / nextMs);
  const largest = `${Math.floor(ms / unitMs)} ${name}`;
  return rest > 0 && first >= 0 ? `${largest} ${rest} ${nextName}` : largest;
}

const SPAN_UNITS: readonly (readonly [string, number])[] = [
  ["d", DAY_MS],
  ["h", HOUR_MS],
  ["min", MINUTE_MS],
  ["s", SECOND_MS],
];

/** For sorting names the same way on every machine: by code unit, without a locale. */
export function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** Joins each number with its unit by a no-break space, so that "99.9 %" or "3 d" never stands on two lines. */
export function unbroken(text: string): string {
  return text.replace(UNIT_SPACE, NO_BREAK_SPACE);
}

const NO_BREAK_SPACE = "\u00a0";
const UNIT_SPACE = /(?<=\d) (?=(?:%|µs|ms|s|min|h|d|k|M|G|T|B|kB|MB|GB|TB|PB)(?!\w))/g;

/** The number in the largest step that it fills, with at most three digits, and the step's unit. */
function scaledTo(size: number, step: number, units: readonly string[]): readonly [string, string] {
  let scaled = size;
  let power = 0;
  while (scaled >= step - 0.5 && power < units.length - 1) {
    scaled /= step;
    power++;
  }
  return [digitsText(scaled), units[power] ?? ""];
}

/** Three digits, without trailing zeros: 1.23, 12.3, 123, 1,234. */
function digitsText(value: number): string {
  if (value >= 99.95) return countText(value);
  const decimals = value >= 9.995 ? 1 : 2;
  return value.toFixed(decimals).replace(/\.?0+$/, "");
}

function signed(value: number, digits: string, text: string): string {
  return value < 0 && /[1-9]/.test(digits) ? MINUS + text : text;
}
