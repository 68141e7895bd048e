import type { FieldType } from "./field-type.ts";
import type { Spot } from "./finding.ts";
import type { FieldRule, Rule } from "./rule.ts";
import { describe, shortened, type Value } from "./value.ts";

/** Minute, hour, day, week, month, quarter, year: case matters. */
export const DURATION_UNITS = ["m", "h", "d", "w", "M", "Q", "Y"] as const;
export type DurationUnit = (typeof DURATION_UNITS)[number];

/** A duration shorthand: `4w`, `1M`. What a month is depends on where it stands: nothing here is milliseconds. */
export interface Duration {
  readonly count: number;
  /** One of the units in a valid document; nothing while rules still decide. */
  readonly unit: DurationUnit;
}

const UNIT_WORDS: Readonly<Record<DurationUnit, string>> = {
  m: "minute",
  h: "hour",
  d: "day",
  w: "week",
  M: "month",
  Q: "quarter",
  Y: "year",
};

/** "1 month", "4 weeks". */
function durationWords({ count, unit }: Duration): string {
  return `${count} ${UNIT_WORDS[unit]}${count === 1 ? "" : "s"}`;
}

const FORM: Rule = {
  code: "invalid_duration",
  origin: "both",
  says: "a duration is a whole number with one of the units m, h, d, w, M, Q, Y",
  remedy: "Write for example 5m, 12h, 28d, 4w, 1M, 1Q or 1Y.",
};

const NUMERIC: Rule = {
  code: "invalid_duration",
  origin: "sdk",
  says: "a bare number counts as minutes, and the reference SDK reads only a duration with a unit",
  remedy: "Write the unit.",
};

const LOOSE_FORM: Rule = {
  code: "duration_form",
  origin: "specification",
  says: "a duration is a positive whole number without zeros or signs before it, directly followed by its unit",
  remedy: "Write it so that nobody reads it in another way.",
};

const UNIT_MISSING: FieldRule<Duration> = {
  code: "required",
  origin: "both",
  says: "a duration needs a unit: m, h, d, w, M, Q or Y",
  remedy: "Write for example 28d.",
  breach: ({ unit }) => ((unit as string) === "" ? "is empty" : undefined),
};

const UNIT: FieldRule<Duration> = {
  code: "one_of",
  origin: "both",
  says: "the units are m (minute), h (hour), d (day), w (week), M (month), Q (quarter) and Y (year), and case matters",
  remedy: "Use one of them.",
  breach: (duration) =>
    (duration.unit as string) === "" || (DURATION_UNITS as readonly string[]).includes(duration.unit)
      ? undefined
      : `has the unit "${shortened(duration.unit)}"${meant(duration)}`,
};

const NEGATIVE: FieldRule<Duration> = {
  code: "greater_than_or_equal_to",
  origin: "both",
  says: "a duration cannot be negative",
  remedy: "Write a positive number.",
  breach: ({ count }) => (count < 0 ? `is ${count}` : undefined),
};

/** Rules about a duration that could be read, each with its place below the field. */
export const DURATION_RULES: readonly { readonly path: "unit" | "value"; readonly rule: FieldRule<Duration> }[] = [
  { path: "unit", rule: UNIT_MISSING },
  { path: "unit", rule: UNIT },
  { path: "value", rule: NEGATIVE },
];

const OTHER_CASE: Readonly<Record<string, DurationUnit>> = {
  H: "h",
  D: "d",
  W: "w",
  q: "Q",
  y: "Y",
  min: "m",
  mo: "M",
};

function meant({ count, unit }: Duration): string {
  const other = OTHER_CASE[unit] ?? OTHER_CASE[/^(?:min|mo)/.exec(unit)?.[0] ?? ""];
  if (other !== undefined) return ` (did you mean ${count}${other}, ${durationWords({ count, unit: other })}?)`;
  return /^s(?:ec|$)/i.test(unit) ? " (the shortest is a minute)" : "";
}

const BOUNDS = 2 ** 63;

/**
 * What the reference SDK reads as number and unit: blanks around the number and a word after the unit are passed
 * over, a sign and zeros before are taken.
 */
const READ = /^[ \t]*([-+]?[0-9]+)[ \t]*([^\s]+)/;
const PROPER = /^[1-9][0-9]*[a-zA-Z]+$/;

function decodeMinutes(value: Value, spot: Spot): Duration | undefined {
  if (value.is !== "number" || !/^[1-9][0-9]*$/.test(value.text)) return decodeDuration(value, spot);
  spot.report({ ...NUMERIC, remedy: `Write ${value.text}m.` }, `${spot.name} is ${describe(value)}`);
  return { count: Number(value.text), unit: "m" };
}

function decodeDuration(value: Value, spot: Spot): Duration | undefined {
  if (value.is !== "text") {
    spot.reportType(value, "a duration such as 28d");
    return undefined;
  }
  if (value.text === "") return { count: 0, unit: "" as DurationUnit };
  const [, digits, unit] = READ.exec(value.text) ?? [];
  const count = Number(digits);
  if (digits === undefined || unit === undefined || Math.abs(count) >= BOUNDS) {
    spot.report(FORM, `${spot.name} is "${shortened(value.text)}"`);
    return undefined;
  }
  if (count >= 0 && !PROPER.test(value.text)) spot.report(LOOSE_FORM, `${spot.name} is "${shortened(value.text)}"`);
  return { count, unit: unit as DurationUnit };
}

/** A duration. */
export const DURATION: FieldType<Duration> = {
  expects: "a duration",
  decode: decodeDuration,
  isZero: ({ count, unit }) => count === 0 && (unit as string) === "",
  check(duration, spot) {
    for (const { path, rule } of DURATION_RULES) {
      const found = rule.breach(duration);
      if (found !== undefined) spot.under(path, spot.place).report(rule, `${spot.name} ${found}`);
    }
  },
  inner: [FORM, LOOSE_FORM, ...DURATION_RULES.map(({ rule }) => rule)],
};

/** A duration, or a number of minutes. Only read: whether its unit matters depends on the part around it. */
export const SLICE_DURATION: FieldType<Duration> = {
  expects: "a duration, or a number of minutes",
  decode: decodeMinutes,
  inner: [FORM, NUMERIC, LOOSE_FORM],
};
