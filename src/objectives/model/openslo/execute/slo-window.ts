import { type Calendar, DAY_MS, HOUR_MS, isZone, nominalMs } from "#kernel";
import { GRID_MS } from "../../engine/windows.ts";
import type { ObjectiveWindow } from "../../objective.ts";
import { DEFAULT_WINDOW } from "../../short-form.ts";
import type { Duration, DurationUnit } from "../duration.ts";
import type { Execution, Found } from "./execution.ts";
import { isNominal, nominalMsOf } from "./nominal-ms.ts";

const WINDOW_MAX_MS = 400 * DAY_MS;
const CALENDAR_UNITS: Readonly<Partial<Record<DurationUnit, Calendar["unit"]>>> = {
  h: "hour",
  d: "day",
  w: "week",
  M: "month",
  Q: "quarter",
  Y: "year",
};
const LOCAL_TIME = /^(\d{4}-\d{2}-\d{2}) +(\d{1,2}):(\d{2}):(\d{2})(?:[.,](\d+))?$/;

/** The window of an SLO; undefined after a fault. */
export function sloWindow({ document, at }: Found<"SLO">, execution: Execution): ObjectiveWindow | undefined {
  const [window] = document.spec.timeWindow ?? [];
  if (window === undefined) {
    execution.assume(at, `${document.metadata.name} names no window: 30 days, rolling. Write timeWindow to change it.`);
    return DEFAULT_WINDOW;
  }
  const here = at.under("spec", "timeWindow", 0);
  const { duration, calendar } = window;
  if (calendar !== undefined) {
    const read = calendarOf(duration, calendar);
    if (!("says" in read)) return { kind: "calendar", calendar: read };
    execution.fault(here.under(...read.path), read.says);
    return undefined;
  }
  const lengthMs = nominalMsOf(duration);
  if (lengthMs >= HOUR_MS && lengthMs <= WINDOW_MAX_MS && lengthMs % HOUR_MS === 0) {
    if (isNominal(duration)) {
      const days = lengthMs / DAY_MS;
      execution.assume(
        here,
        `a rolling window of ${shorthand(duration)} is taken as ${days} days. Write ${days}d, or align it with a calendar.`,
      );
    }
    return { kind: "rolling", lengthMs };
  }
  execution.fault(
    here.under("duration"),
    `a window of ${shorthand(duration)} is not a whole number of hours from 1 hour to 400 days. ${monthHint(duration)}`,
  );
  return undefined;
}

/** What is wrong with a part of the window. */
interface Wrong {
  readonly path: readonly string[];
  readonly says: string;
}

function calendarOf(
  duration: Duration,
  { startTime, timeZone }: { readonly startTime: string; readonly timeZone: string },
): Calendar | Wrong {
  const isHours = duration.unit === "m" && duration.count % 60 === 0;
  const unit = isHours ? "hour" : CALENDAR_UNITS[duration.unit];
  const count = isHours ? duration.count / 60 : duration.count;
  if (unit === undefined || count < 1 || nominalMs({ unit, count }) > WINDOW_MAX_MS) {
    const says = `a calendar window of ${shorthand(duration)} is not a whole number of hours, days, weeks, months, quarters or years up to 400 days. ${monthHint(duration)}`;
    return { path: ["duration"], says };
  }
  if (!isZone(timeZone)) {
    const says = `${timeZone} is not known to this system. Write the zone's present name, such as Europe/Madrid.`;
    return { path: ["calendar", "timeZone"], says };
  }
  const anchor = anchorOf(startTime);
  if (anchor !== undefined) return { unit, count, zone: timeZone, anchor };
  const says = `${startTime} is not on the grid of ten seconds. Let it end with :00, :10, :20 …`;
  return { path: ["calendar", "startTime"], says };
}

/** "2026-01-31 9:00:00" → "2026-01-31T09:00"; seconds only where there are some. */
function anchorOf(startTime: string): string | undefined {
  const [, date = "", hour = "", minute = "", second = "", fraction = ""] = LOCAL_TIME.exec(startTime) ?? [];
  if (Number(fraction) !== 0 || (Number(second) * 1_000) % GRID_MS !== 0) return undefined;
  const seconds = second === "00" ? "" : `:${second}`;
  return `${date}T${hour.padStart(2, "0")}:${minute}${seconds}`;
}

function monthHint({ count, unit }: Duration): string {
  return unit === "m" ? `m is minutes: for months write ${count}M.` : "Write for example 28d.";
}

/** As it is written: 28d. */
function shorthand({ count, unit }: Duration): string {
  return `${count}${unit}`;
}
