import { DAY_MS, HOUR_MS, type Interval, MINUTE_MS } from "#kernel";

/** What stands in a row of a time line. */
export interface Span extends Interval {
  /** Handles; none for a gap. */
  readonly people: readonly string[];
}

/** A beginning of a day in a zone, and how it is called. */
export interface DayMark {
  readonly at: number;
  readonly text: string;
}

const QUARTER_MS = 15 * MINUTE_MS;
/** As many looks as people are told apart by; after that they begin again, and their names tell them apart. */
const LOOKS = 6;
/** A day is at least so long: the next midnight is looked for from there on. */
const SHORT_DAY_MS = 22 * HOUR_MS;

/** Where an instant lies in a period, in parts of a hundred, within it. */
export function placeOf(at: number, { from, to }: Interval): number {
  return Math.min(100, Math.max(0, ((at - from) / (to - from)) * 100));
}

/** The instant at a part (0 to 1) of a period, on a grid of `stepMs`. */
function instantAt(share: number, { from, to }: Interval, stepMs: number): number {
  const at = from + Math.min(1, Math.max(0, share)) * (to - from);
  return Math.round(at / stepMs) * stepMs;
}

/** What a drag from one part of a period to another means; undefined where it is a click rather than a drag. */
export function draggedTime(first: number, last: number, period: Interval): Interval | undefined {
  const stepMs = period.to - period.from <= 8 * DAY_MS ? HOUR_MS / 2 : HOUR_MS;
  const [from, to] = [first, last].toSorted((a, b) => a - b).map((share) => instantAt(share, period, stepMs));
  return from === undefined || to === undefined || to - from < stepMs ? undefined : { from, to };
}

/** The midnights of a zone in a period: first instants of its local days. */
export function midnightsIn({ from, to }: Interval, zone: string): DayMark[] {
  const day = new Intl.DateTimeFormat("en-CA", { timeZone: zone, dateStyle: "short" });
  const name = new Intl.DateTimeFormat("en-GB", { timeZone: zone, weekday: "short", day: "numeric", month: "short" });
  const marks: DayMark[] = [];
  let at = Math.ceil(from / QUARTER_MS) * QUARTER_MS;
  while (at < to) {
    if (day.format(at) === day.format(at - 1)) {
      at += QUARTER_MS;
      continue;
    }
    marks.push({ at, text: name.format(at) });
    at += SHORT_DAY_MS;
  }
  return marks;
}

/** The beginning of the local day of an instant. */
export function dayOf(at: number, zone: string): number {
  return midnightsIn({ from: at - 26 * HOUR_MS, to: at + 1 }, zone).at(-1)?.at ?? at;
}

/** By which look each person is drawn, in the order of their handles. */
export function looksOf(people: readonly string[]): ReadonlyMap<string, number> {
  return new Map([...new Set(people)].toSorted().map((person, place) => [person, place % LOOKS]));
}

/** "Mon, 30 Nov, 09:00" by the clock of a zone. */
export function zoneText(at: number, zone: string): string {
  return new Intl.DateTimeFormat("en-GB", {
    timeZone: zone,
    weekday: "short",
    day: "numeric",
    month: "short",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  }).format(at);
}
