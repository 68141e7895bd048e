import { ceilTo, DAY_MS, HOUR_MS, instantText, type Interval, MINUTE_MS, SECOND_MS } from "#kernel";

/** Ranges that have a name, shortest first. */
export const PRESETS = ["1h", "6h", "24h", "3d", "7d", "30d"] as const;
export type Preset = (typeof PRESETS)[number];

const PRESET_MS: Readonly<Record<Preset, number>> = {
  "1h": HOUR_MS,
  "6h": 6 * HOUR_MS,
  "24h": DAY_MS,
  "3d": 3 * DAY_MS,
  "7d": 7 * DAY_MS,
  "30d": 30 * DAY_MS,
};

/** What the address says of time; everything is optional there. */
export interface RangeSearch {
  readonly range?: string | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  /** Where a paused page stands. */
  readonly at?: string | undefined;
  readonly compare?: string | undefined;
}

/** The range of a page: so long before now (or before where it was paused), or from one instant to another. */
export type RangeChoice =
  | { readonly kind: "preset"; readonly preset: Preset; readonly pausedAt: number | undefined }
  | { readonly kind: "absolute"; readonly interval: Interval };

/** "24 h", "7 d": a day is said in hours, as people do. */
export function presetText(preset: Preset): string {
  return preset.replace(/(?<=\d)(?=[a-z])/, " ");
}

const DEFAULT_PRESET: Preset = "24h";

/** Reads the address; what is not a range is the default one, never an error: addresses are typed by people. */
export function rangeChoice(search: RangeSearch): RangeChoice {
  const from = instantOf(search.from);
  const to = instantOf(search.to);
  if (from !== undefined && to !== undefined && from < to) return { kind: "absolute", interval: { from, to } };
  const preset = PRESETS.find((name) => name === search.range) ?? DEFAULT_PRESET;
  return { kind: "preset", preset, pausedAt: instantOf(search.at) };
}

/** The interval that a choice means at an instant. The end of a live one moves in minutes, as counts are kept: "the last hour" is an hour. */
export function intervalOf(choice: RangeChoice, now: number): Interval {
  if (choice.kind === "absolute") return choice.interval;
  const length = PRESET_MS[choice.preset];
  const to = choice.pausedAt ?? ceilTo(now, MINUTE_MS);
  return { from: to - length, to };
}

/** The interval of the same length that ends where this one begins. */
export function previousInterval({ from, to }: Interval): Interval {
  return { from: from - (to - from), to: from };
}

const STEPS_MS = [1, 5, 15, 30]
  .map((minutes) => minutes * MINUTE_MS)
  .concat(
    [1, 3, 6, 12].map((hours) => hours * HOUR_MS),
    DAY_MS,
  );

/** How long a slot of a series over this interval is: at most `most` slots. */
export function stepMs({ from, to }: Interval, most = 180): number {
  return STEPS_MS.find((step) => (to - from) / step <= most) ?? DAY_MS;
}

/** The search of an address for an interval: seconds suffice. What else tells a range is taken away. */
export function absoluteSearch({ from, to }: Interval): Record<"range" | "at" | "from" | "to", string | undefined> {
  return { range: undefined, at: undefined, from: instantText(secondOf(from)), to: instantText(secondOf(to)) };
}

function secondOf(instant: number): number {
  return Math.round(instant / SECOND_MS) * SECOND_MS;
}

function instantOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const instant = Date.parse(text);
  return Number.isNaN(instant) ? undefined : instant;
}
