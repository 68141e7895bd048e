import { everyTeam } from "#identity";
import { refuseManaged } from "#http";
import { Refusal, type RefusalFault } from "#kernel";
import type { Reader, Tx } from "#storage";
import { readSchedule } from "../grammar/read-schedule.ts";
import { peopleFrom } from "../model/people-from.ts";
import type { ScheduleRow } from "../model/rows.ts";
import { ZoneClock } from "../model/zone-clock.ts";
import { everySchedule, findEverSchedule, storeSchedule, storeVersion, versionsOf } from "../store/schedules.ts";
import { findSchedule } from "./existing-schedule.ts";
import { PeopleBook } from "./people-book.ts";

const SCHEDULES_MAX = 2_000;

/** A schedule as somebody says it, whole: `text` is its entry as JSON text, as `readSchedule` gives it. */
export interface GivenSchedule {
  readonly name: string;
  /** Null: it is called by its name. */
  readonly title: string | null;
  readonly text: string;
}

/** When, and by which configuration text if by any. */
export interface SavingSchedule {
  readonly now: number;
  readonly managedBy: string | null;
}

/**
 * Makes a schedule, or has it say something else from now on: what it said until now stays for the time until now.
 * Refuses people who are not here, what another text owns, and more than 2,000. One that was removed goes on.
 */
export async function saveSchedule(
  tx: Tx,
  { name, title, text }: GivenSchedule,
  { now, managedBy }: SavingSchedule,
): Promise<ScheduleRow> {
  const ever = await findEverSchedule(tx, name);
  const before = ever?.removed_at === null ? ever : undefined;
  if (before !== undefined && before.managed_by !== managedBy) refuseManaged(before.managed_by, `schedule ${name}`);
  if (before === undefined && (await everySchedule(tx)).length >= SCHEDULES_MAX) throw tooMany();
  const isSameText = before?.text === text;
  const row: ScheduleRow = {
    schedule: name,
    title: title ?? name,
    text,
    created_at: ever?.created_at ?? now,
    removed_at: null,
    revision: (ever?.revision ?? 0) + 1,
    managed_by: managedBy,
    changes: (ever?.changes ?? 0) + (isSameText ? 0 : 1),
    changed_at: isSameText ? before.changed_at : now,
  };
  if (isSameText && before.title === row.title && before.managed_by === managedBy) return before;
  if (!isSameText) await refuseUnknownPeople(tx, { name, text }, now);
  await storeSchedule(tx, row);
  if (!isSameText) await storeVersion(tx, { schedule: name, from_at: await notBeforeLast(tx, name, now), text });
  return row;
}

/** Takes a schedule away; who was on call until now stays known. Refuses while a team is reached by it. */
export async function removeSchedule(tx: Tx, name: string, { now }: { readonly now: number }): Promise<void> {
  const row = await findSchedule(tx, name);
  if (row === undefined) return;
  const teams = (await everyTeam(tx)).filter(({ schedule }) => schedule === name);
  if (teams.length > 0) throw inUse(name, teams.map(({ team }) => team).join(", "));
  const { revision, changes } = row;
  await storeSchedule(tx, {
    ...row,
    removed_at: now,
    managed_by: null,
    revision: revision + 1,
    changes: changes + 1,
    changed_at: now,
  });
  await storeVersion(tx, { schedule: name, from_at: await notBeforeLast(tx, name, now), text: null });
}

/** A clock that was set back must not change what was. */
async function notBeforeLast(read: Reader, name: string, now: number): Promise<number> {
  const last = (await versionsOf(read, [name])).at(-1);
  return Math.max(now, last?.from_at ?? now);
}

async function refuseUnknownPeople(read: Reader, { name, text }: Omit<GivenSchedule, "title">, now: number) {
  const book = await PeopleBook.open(read);
  const { schedule } = readSchedule(text, name);
  const unknown = peopleFrom(schedule, now, new ZoneClock(schedule.zone)).filter(
    (handle) => book.standingOf(handle) === "unknown",
  );
  if (unknown.length === 0) return;
  const faults = unknown.map((handle): RefusalFault => ({
    pointer: "/definition",
    detail: `there is no person ${handle}`,
  }));
  throw new Refusal(
    "invalid",
    "schedule.unknown-people",
    `Nothing was done: ${faults.map(({ detail }) => detail).join("; ")}. Invite them first, or write the handle of somebody who is here.`,
    { faults },
  );
}

function inUse(name: string, teams: string): Refusal {
  return new Refusal(
    "conflict",
    "schedule.in-use",
    `The schedule ${name} was not removed: the team ${teams} is reached by it. Give the team another schedule first.`,
  );
}

function tooMany(): Refusal {
  return new Refusal(
    "conflict",
    "schedule.too-many",
    `There are ${SCHEDULES_MAX} schedules already, so none was added. Remove those that nobody needs.`,
    { max: SCHEDULES_MAX },
  );
}
