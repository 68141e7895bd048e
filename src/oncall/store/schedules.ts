import type { Reader, Tx } from "#storage";
import type { OnCallRows, ScheduleRow, VersionRow } from "../model/rows.ts";

/** All that were not removed, by name. Their number is bounded where they are made. */
export async function everySchedule(read: Reader): Promise<ScheduleRow[]> {
  return read
    .tables<OnCallRows>()
    .selectFrom("oncall_schedules")
    .selectAll()
    .where("oncall_schedules.removed_at", "is", null)
    .orderBy("oncall_schedules.schedule")
    .execute();
}

/** By name, after the one named `after`; none that was removed. */
export async function schedulesAfter(
  read: Reader,
  { after, limit }: { readonly after: string; readonly limit: number },
): Promise<ScheduleRow[]> {
  return read
    .tables<OnCallRows>()
    .selectFrom("oncall_schedules")
    .selectAll()
    .where("oncall_schedules.removed_at", "is", null)
    .where("oncall_schedules.schedule", ">", after)
    .orderBy("oncall_schedules.schedule")
    .limit(limit)
    .execute();
}

/** What tells whether a schedule is there, and whether it changed; of it alone, since it is asked often. */
export async function findChanges(
  read: Reader,
  schedule: string,
): Promise<Pick<ScheduleRow, "schedule" | "changes" | "removed_at"> | undefined> {
  return read
    .tables<OnCallRows>()
    .selectFrom("oncall_schedules")
    .select(["oncall_schedules.schedule", "oncall_schedules.changes", "oncall_schedules.removed_at"])
    .where("oncall_schedules.schedule", "=", schedule)
    .executeTakeFirst();
}

/** Also one that was removed. */
export async function findEverSchedule(read: Reader, schedule: string): Promise<ScheduleRow | undefined> {
  return read
    .tables<OnCallRows>()
    .selectFrom("oncall_schedules")
    .selectAll()
    .where("oncall_schedules.schedule", "=", schedule)
    .executeTakeFirst();
}

/** Takes the place of the schedule of this name, or is new. */
export async function storeSchedule(tx: Tx, row: ScheduleRow): Promise<void> {
  const { schedule: _schedule, ...rest } = row;
  await tx
    .tables<OnCallRows>()
    .insertInto("oncall_schedules")
    .values(row)
    .onConflict((conflict) => conflict.column("schedule").doUpdateSet(rest))
    .execute();
}

/** A text from an instant on; a second one of the same instant takes the place of the first. */
export async function storeVersion(tx: Tx, row: VersionRow): Promise<void> {
  await tx
    .tables<OnCallRows>()
    .insertInto("oncall_versions")
    .values(row)
    .onConflict((conflict) => conflict.columns(["schedule", "from_at"]).doUpdateSet({ text: row.text }))
    .execute();
}

/** The texts that these schedules had, each schedule's in turn. */
export async function versionsOf(read: Reader, schedules: readonly string[]): Promise<VersionRow[]> {
  if (schedules.length === 0) return [];
  return read
    .tables<OnCallRows>()
    .selectFrom("oncall_versions")
    .selectAll()
    .where("oncall_versions.schedule", "in", [...schedules])
    .orderBy("oncall_versions.schedule")
    .orderBy("oncall_versions.from_at")
    .execute();
}
