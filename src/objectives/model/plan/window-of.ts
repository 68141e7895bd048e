import { type Calendar, DAY_MS, durationText, HOUR_MS, nominalMs, parseDurationMs, Refusal } from "#kernel";
import type { ObjectiveWindow } from "../objective.ts";

const WINDOW_MAX_MS = 400 * DAY_MS;
/** A Monday, and the first day of a month, a quarter and a year: periods of several units are counted from it. */
const ANCHOR = "2024-01-01T00:00";
const CALENDAR = /^calendar +(?:(\d{1,3}) +)?(day|week|month|quarter|year)s?$/;

/** "30 days" → rolling; "calendar month", "calendar 2 weeks" → periods of local days in the zone, from firsts and Mondays. */
export function windowOf(text: string, zone: string): ObjectiveWindow {
  if (text.startsWith("calendar")) return { kind: "calendar", calendar: calendarOf(text, zone) };
  const lengthMs = parseDurationMs(text);
  const believed = lengthMs >= HOUR_MS && lengthMs <= WINDOW_MAX_MS && lengthMs % HOUR_MS === 0;
  if (believed) return { kind: "rolling", lengthMs };
  const month = /^\d+ ?m$/.test(text) ? " m is minutes: for a month write calendar month, or 30 days." : "";
  throw new Refusal(
    "invalid",
    "plan.window-out-of-range",
    `window: "${text}" (${durationText(lengthMs)}) is not a whole number of hours from 1 hour to 400 days.${month}`,
  );
}

function calendarOf(text: string, zone: string): Calendar {
  const [, digits = "1", unit] = CALENDAR.exec(text) ?? [];
  const calendar = { unit: unit as Calendar["unit"], count: Number(digits), zone, anchor: ANCHOR };
  const believed = unit !== undefined && calendar.count > 0 && nominalMs(calendar) <= WINDOW_MAX_MS;
  if (believed) return calendar;
  throw new Refusal(
    "invalid",
    "plan.calendar-window",
    `window: "${text}" is not a calendar window such as calendar month, week, quarter, year, day or calendar 2 weeks (at most 400 days).`,
  );
}
