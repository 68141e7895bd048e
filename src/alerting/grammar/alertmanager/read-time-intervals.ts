import type { Node } from "yaml";
import { isZone, Refusal } from "#kernel";
import type { NamedTimes } from "../../model/routing/route.ts";
import type { TimeInterval, WholeRange } from "../../model/routing/time-interval.ts";
import type { RoutingReading } from "../routing-reading.ts";
import { minuteOfDay, dayOfMonthRange, monthRange, weekdayRange, yearRange } from "./time-range.ts";

const INTERVAL_KEYS = ["times", "weekdays", "days_of_month", "months", "years", "location"];
const A_LIST = "expected a list.";

/** What a file says about times: the named ones, and whether the server's own zone is asked for. */
export interface ReadTimes {
  readonly times: Map<string, NamedTimes>;
  /** Lines at which `location: Local` stands. */
  readonly local: number[];
}

/** Adds the named time intervals of one list; the two lists of a file share their names. */
export function readTimeIntervals(node: Node | null | undefined, reading: RoutingReading, into: ReadTimes): void {
  for (const item of reading.items(node ?? null, "expected a list of time intervals, each with a name.")) {
    const map = reading.map(item, 0, "expected a name, and time_intervals.");
    const entries = new Map(reading.entries(map, ["name", "time_intervals"]));
    const written = entries.get("name");
    const name = reading.isEmpty(written) ? "" : reading.scalar(written);
    const intervals = reading
      .items(entries.get("time_intervals") ?? null, A_LIST)
      .flatMap((one) => intervalOf(one, reading, into.local));
    if (map === null || name === undefined) continue;
    if (name === "") reading.faultAt(reading.resolved(item), "a time interval has no name. Add name: NAME.");
    const before = into.times.get(name);
    if (before !== undefined) {
      reading.faultAt(written, `the time interval "${name}" stands in line ${before.line} too. Rename one.`);
    }
    into.times.set(name, { line: reading.lineOf(item), intervals });
  }
}

function intervalOf(node: Node | null, reading: RoutingReading, local: number[]): TimeInterval {
  const map = reading.map(node, 0, `expected times of the calendar: ${INTERVAL_KEYS.join(", ")}.`);
  const entries = new Map(reading.entries(map, INTERVAL_KEYS));
  const ranges = (key: string, parse: (text: string) => WholeRange): readonly WholeRange[] | null =>
    listOf(entries.get(key), reading, (item) => reading.parsed(item, parse));
  return {
    times: listOf(entries.get("times"), reading, (item) => clockTimes(item, reading)),
    weekdays: ranges("weekdays", weekdayRange),
    daysOfMonth: ranges("days_of_month", dayOfMonthRange),
    months: ranges("months", monthRange),
    years: ranges("years", yearRange),
    zone: zoneOf(entries.get("location"), reading, local),
  };
}

/** null where nothing is said; an empty list holds never. */
function listOf<T>(
  node: Node | null | undefined,
  reading: RoutingReading,
  read: (item: Node | null) => T | undefined,
): readonly T[] | null {
  return reading.isEmpty(node) ? null : reading.items(node ?? null, A_LIST).flatMap((item) => read(item) ?? []);
}

function clockTimes(item: Node | null, reading: RoutingReading): { from: number; to: number } | undefined {
  const map = reading.map(item, 0, "expected start_time and end_time, such as {start_time: 09:00, end_time: 17:00}.");
  if (map === null) return undefined;
  const entries = new Map(reading.entries(map, ["start_time", "end_time"]));
  const [from, to] = ["start_time", "end_time"].map((key) => {
    if (entries.has(key)) return reading.parsed(entries.get(key), minuteOfDay);
    reading.faultAt(map, `${key} is missing; both ends belong to a time.`);
    return undefined;
  });
  if (from === undefined || to === undefined) return undefined;
  if (from >= to) {
    reading.faultAt(
      map,
      "the time ends before it begins. Write a night as two times: from 22:00 to 24:00, and from 00:00.",
    );
  }
  return { from, to };
}

function zoneOf(node: Node | null | undefined, reading: RoutingReading, local: number[]): string {
  if (reading.isEmpty(node)) return "UTC";
  const zone = reading.parsed(node, (text) => {
    if (text === "" || text === "Local" || isZone(text)) return text === "" ? "UTC" : text;
    throw new Refusal("invalid", "zone.unknown", `"${text}" is no time zone. Write one such as Europe/Madrid.`);
  });
  if (zone === "Local") local.push(reading.lineOf(node));
  return zone === undefined || zone === "Local" ? "UTC" : zone;
}
