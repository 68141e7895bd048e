import { Refusal } from "#kernel";
import type { Reader } from "#storage";
import type { ScheduleRow } from "../model/rows.ts";
import { findEverSchedule } from "../store/schedules.ts";

/** A schedule that is there; undefined for a name that none has, or no more. */
export async function findSchedule(read: Reader, schedule: string): Promise<ScheduleRow | undefined> {
  const row = await findEverSchedule(read, schedule);
  return row?.removed_at === null ? row : undefined;
}

/** Whether there is a schedule of this name. */
export async function scheduleExists(read: Reader, schedule: string): Promise<boolean> {
  return (await findSchedule(read, schedule)) !== undefined;
}

/** Refuses a name that no schedule has. */
export async function existingSchedule(read: Reader, schedule: string): Promise<ScheduleRow> {
  const row = await findSchedule(read, schedule);
  if (row !== undefined) return row;
  throw new Refusal(
    "not-found",
    "schedule.not-found",
    `There is no schedule "${schedule}". GET /api/v1/schedules lists them.`,
    { schedule },
  );
}
