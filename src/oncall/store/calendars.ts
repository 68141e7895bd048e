import type { Reader, Tx } from "#storage";
import type { CalendarRow, OnCallRows } from "../model/rows.ts";

/** The addresses that a person has. */
export async function calendarsOf(read: Reader, personId: string): Promise<CalendarRow[]> {
  return read
    .tables<OnCallRows>()
    .selectFrom("oncall_calendars")
    .selectAll()
    .where("oncall_calendars.person_id", "=", personId)
    .orderBy("oncall_calendars.schedule")
    .execute();
}

export async function findCalendarBySecret(read: Reader, sha256: string): Promise<CalendarRow | undefined> {
  return read
    .tables<OnCallRows>()
    .selectFrom("oncall_calendars")
    .selectAll()
    .where("oncall_calendars.secret_sha256", "=", sha256)
    .executeTakeFirst();
}

/** Takes the place of the person's address for the same thing. */
export async function storeCalendar(tx: Tx, row: CalendarRow): Promise<void> {
  const { secret_sha256, created_at } = row;
  await tx
    .tables<OnCallRows>()
    .insertInto("oncall_calendars")
    .values(row)
    .onConflict((conflict) => conflict.columns(["person_id", "schedule"]).doUpdateSet({ secret_sha256, created_at }))
    .execute();
}

export async function deleteCalendar(
  tx: Tx,
  { personId, schedule }: { readonly personId: string; readonly schedule: string },
): Promise<void> {
  await tx
    .tables<OnCallRows>()
    .deleteFrom("oncall_calendars")
    .where("oncall_calendars.person_id", "=", personId)
    .where("oncall_calendars.schedule", "=", schedule)
    .execute();
}
