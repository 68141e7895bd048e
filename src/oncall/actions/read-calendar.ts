import { hash } from "node:crypto";
import { everyPerson, mayOf } from "#identity";
import { DAY_MS, floorTo } from "#kernel";
import type { Reader } from "#storage";
import { type CalendarEvent, eventsOfPerson, eventsOfSchedule } from "../model/calendar-events.ts";
import { calendarText } from "../model/calendar-text.ts";
import type { ScheduleRow } from "../model/rows.ts";
import type { ServedSchedule } from "../model/served-schedule.ts";
import { findCalendarBySecret } from "../store/calendars.ts";
import { everySchedule } from "../store/schedules.ts";
import { findSchedule } from "./existing-schedule.ts";
import type { PreparedSchedules } from "./prepared-schedules.ts";

const BACK_MS = 31 * DAY_MS;
const AHEAD_MS = 366 * DAY_MS;

/** A calendar file as it is sent. */
export interface CalendarFile {
  readonly text: string;
  /** Of the text: `"…"`. */
  readonly tag: string;
}

/** What reading stands on. */
export interface CalendarReading {
  readonly prepared: PreparedSchedules;
  /** How people reach the server, without a slash at its end. */
  readonly publicUrl: string;
}

/**
 * The calendar at a secret address: final shifts from a month before to a year ahead. Undefined when there is none: also
 * when whoever made the address is gone, disabled, or may not read schedules any more.
 */
export async function readCalendar(
  read: Reader,
  { secret, now }: { readonly secret: string; readonly now: number },
  { prepared, publicUrl }: CalendarReading,
): Promise<CalendarFile | undefined> {
  const calendar = await findCalendarBySecret(read, hash("sha256", secret, "hex"));
  const people = calendar === undefined ? [] : await everyPerson(read);
  const owner = people.find(({ id }) => id === calendar?.person_id);
  if (calendar === undefined || owner === undefined || !mayOf(owner).has("schedule:read")) return undefined;
  const isOwn = calendar.schedule === "";
  const rows = isOwn ? await everySchedule(read) : [await findSchedule(read, calendar.schedule)];
  const present = rows.filter((row) => row !== undefined);
  if (!isOwn && present.length === 0) return undefined;
  const served = await prepared.of(read, present);
  const names = new Map(people.map(({ handle, name }) => [handle, name]));
  // From midnight to midnight, so that the text is the same all day.
  const period = { from: floorTo(now, DAY_MS) - BACK_MS, to: floorTo(now, DAY_MS) + AHEAD_MS };
  const entries = present.flatMap((row) => {
    const one = served.get(row.schedule);
    if (one === undefined) return [];
    const events = isOwn ? ownEvents(one, owner.handle, period) : eventsOfSchedule(one, period);
    return events.map((event) => entryOf(row, event, { isOwn, names, publicUrl }));
  });
  const title = isOwn ? `On call: ${owner.name}` : `On call: ${present[0]?.title}`;
  const text = calendarText(title, entries);
  return { text, tag: `"${hash("sha256", text, "hex").slice(0, 32)}"` };
}

function ownEvents(served: ServedSchedule, handle: string, period: { from: number; to: number }): CalendarEvent[] {
  return served.namesIn(period).has(handle) ? eventsOfPerson(served, handle, period) : [];
}

interface Told {
  readonly isOwn: boolean;
  readonly names: ReadonlyMap<string, string>;
  readonly publicUrl: string;
}

function entryOf(
  { schedule, title, changed_at: changedAt }: ScheduleRow,
  { since, start, end, people }: CalendarEvent,
  { isOwn, names, publicUrl }: Told,
) {
  const who = people.map((handle) => names.get(handle) ?? handle).join(" and ");
  const url = `${publicUrl}/oncall/${schedule}`;
  return {
    uid: `${schedule}-${since ?? "ever"}${isOwn ? `-${people.join("-")}` : ""}@plimsoll`,
    start,
    end,
    summary: isOwn ? `On call: ${title}` : `${who}: ${title}`,
    description: `${who} ${people.length > 1 ? "are" : "is"} on call by the schedule ${title}.`,
    url,
    changedAt,
  };
}
