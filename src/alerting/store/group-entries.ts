import type { Reader, Tx } from "#storage";
import type { AlertingRows, GroupEntryRow } from "../model/rows.ts";

const ROWS_AT_ONCE = 150;

export async function addEntries(tx: Tx, entries: readonly GroupEntryRow[]): Promise<void> {
  for (let from = 0; from < entries.length; from += ROWS_AT_ONCE) {
    const rows = entries.slice(from, from + ROWS_AT_ONCE);
    await tx.tables<AlertingRows>().insertInto("alerting_group_entries").values(rows).execute();
  }
}

/** What was decided of a group, the newest first; at most `limit`. */
export async function entriesOf(read: Reader, group: string, limit: number): Promise<GroupEntryRow[]> {
  return await read
    .tables<AlertingRows>()
    .selectFrom("alerting_group_entries")
    .selectAll()
    .where("alerting_group_entries.group_id", "=", group)
    .orderBy("alerting_group_entries.seq", "desc")
    .limit(limit)
    .execute();
}
