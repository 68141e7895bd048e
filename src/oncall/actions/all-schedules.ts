import type { Reader, Tx } from "#storage";
import { everySchedule, storeSchedule } from "../store/schedules.ts";
import { findSchedule } from "./existing-schedule.ts";
import type { GivenSchedule } from "./save-schedule.ts";

/** A schedule as a configuration text compares it: `title` is null where it is called by its name. */
export interface PresentSchedule extends GivenSchedule {
  readonly managedBy: string | null;
}

/** All schedules, as texts have them. */
export async function allSchedules(read: Reader): Promise<PresentSchedule[]> {
  return (await everySchedule(read)).map(({ schedule: name, title, text, managed_by: managedBy }) => ({
    name,
    title: title === name ? null : title,
    text,
    managedBy,
  }));
}

/** From now on no text owns it. */
export async function releaseSchedule(tx: Tx, name: string): Promise<void> {
  const row = await findSchedule(tx, name);
  if (row !== undefined) await storeSchedule(tx, { ...row, managed_by: null, revision: row.revision + 1 });
}
