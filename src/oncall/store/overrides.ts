import type { Reader, Tx } from "#storage";
import type { OnCallRows, OverrideRow } from "../model/rows.ts";

/** All overrides of these schedules that ever held, in the order in which they are applied. */
export async function overridesOf(read: Reader, schedules: readonly string[]): Promise<OverrideRow[]> {
  if (schedules.length === 0) return [];
  return read
    .tables<OnCallRows>()
    .selectFrom("oncall_overrides")
    .selectAll()
    .where("oncall_overrides.schedule", "in", [...schedules])
    .orderBy("oncall_overrides.schedule")
    .orderBy("oncall_overrides.seq")
    .execute();
}

export async function findOverride(read: Reader, id: string): Promise<OverrideRow | undefined> {
  return read
    .tables<OnCallRows>()
    .selectFrom("oncall_overrides")
    .selectAll()
    .where("oncall_overrides.id", "=", id)
    .executeTakeFirst();
}

export async function addOverride(tx: Tx, row: OverrideRow): Promise<void> {
  await tx.tables<OnCallRows>().insertInto("oncall_overrides").values(row).execute();
}

/** From this instant on it does not hold any more. */
export async function markOverrideEnded(
  tx: Tx,
  id: string,
  { at, by }: { readonly at: number; readonly by: string },
): Promise<void> {
  await tx
    .tables<OnCallRows>()
    .updateTable("oncall_overrides")
    .set({ ended_at: at, ended_by: by })
    .where("oncall_overrides.id", "=", id)
    .execute();
}
