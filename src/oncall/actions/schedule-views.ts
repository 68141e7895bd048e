import { everyTeam } from "#identity";
import type { z } from "zod";
import { isoText, isoTextOrNull } from "#kernel";
import type { Reader } from "#storage";
import type { onCallNowSchema, scheduleSchema, writtenSchema } from "../contract.ts";
import { readSchedule } from "../grammar/read-schedule.ts";
import { definitionText } from "../model/definition-text.ts";
import type { ScheduleRow } from "../model/rows.ts";
import type { ServedSchedule } from "../model/served-schedule.ts";
import { withoutPlace } from "../model/words.ts";
import { PeopleBook } from "./people-book.ts";

/** What a view of a schedule is made of. */
export interface ToShow {
  readonly row: ScheduleRow;
  readonly served: ServedSchedule;
}

/** Schedules with who is on call now. */
export async function onCallNowViews(
  read: Reader,
  shown: readonly ToShow[],
  now: number,
): Promise<z.input<typeof onCallNowSchema>[]> {
  const book = await PeopleBook.open(read);
  return shown.map(({ row, served }) => onCallNowView({ row, served }, book, now));
}

/** One schedule with its text. */
export async function scheduleView(
  read: Reader,
  { row, served }: ToShow,
  now: number,
): Promise<z.input<typeof scheduleSchema>> {
  const book = await PeopleBook.open(read);
  const { text, title, schedule: name, revision } = row;
  const { remarks } = readSchedule(text, name);
  const brief = onCallNowView({ row, served }, book, now);
  return {
    ...brief,
    warnings: [...brief.warnings, ...remarks.map(withoutPlace)],
    definition: definitionText(text, title === name ? null : title),
    written: JSON.parse(text) as z.input<typeof writtenSchema>,
    everybody: served.peopleFrom(now).map((handle) => book.view(handle)),
    teams: (await everyTeam(read)).filter((team) => team.schedule === name).map(({ team }) => team),
    createdAt: isoText(row.created_at),
    changedAt: isoText(row.changed_at),
    revision,
  };
}

function onCallNowView({ row, served }: ToShow, book: PeopleBook, now: number): z.input<typeof onCallNowSchema> {
  const { people, since, until } = served.at(now);
  const latest = served.latest;
  return {
    schedule: row.schedule,
    title: row.title,
    zone: latest?.zone ?? "UTC",
    people: people.map((handle) => book.view(handle)),
    since: isoTextOrNull(since),
    until: isoTextOrNull(until),
    next: until === null ? null : served.at(until).people.map((handle) => book.view(handle)),
    warnings: book.warningsOf(latest === null ? [] : served.peopleFrom(now)),
    managedBy: row.managed_by,
  };
}
