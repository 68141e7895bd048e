import type { Reader, Tx } from "#storage";
import type { EntryRow, EscalationRows, ToldRow } from "../model/rows.ts";

export async function insertEntries(tx: Tx, rows: readonly EntryRow[]): Promise<void> {
  if (rows.length === 0) return;
  await tx
    .tables<EscalationRows>()
    .insertInto("escalation_entries")
    .values([...rows])
    .execute();
}

/** What was decided about a page, the newest `limit` of it, the oldest of these first. */
export async function entriesOf(read: Reader, page: string, limit: number): Promise<EntryRow[]> {
  const rows = await read
    .tables<EscalationRows>()
    .selectFrom("escalation_entries")
    .selectAll()
    .where("escalation_entries.page_id", "=", page)
    .orderBy("escalation_entries.seq", "desc")
    .limit(limit)
    .execute();
  return rows.toReversed();
}

export async function insertTold(tx: Tx, rows: readonly ToldRow[]): Promise<void> {
  if (rows.length === 0) return;
  await tx
    .tables<EscalationRows>()
    .insertInto("escalation_told")
    .values([...rows])
    .execute();
}

/** Who was told of a page, each once. */
export async function toldOf(read: Reader, page: string): Promise<Pick<ToldRow, "kind" | "name">[]> {
  return read
    .tables<EscalationRows>()
    .selectFrom("escalation_told")
    .select(["escalation_told.kind", "escalation_told.name"])
    .where("escalation_told.page_id", "=", page)
    .groupBy(["escalation_told.kind", "escalation_told.name"])
    .orderBy("escalation_told.name")
    .execute();
}

/** All that people were told by pages in a time, the oldest first; at most `limit`. */
export async function toldIn(
  read: Reader,
  { from, to }: { readonly from: number; readonly to: number },
  limit: number,
): Promise<ToldRow[]> {
  return read
    .tables<EscalationRows>()
    .selectFrom("escalation_told")
    .selectAll()
    .where("escalation_told.kind", "=", "person")
    .where("escalation_told.event", "=", "page")
    .where("escalation_told.at", ">=", from)
    .where("escalation_told.at", "<", to)
    .orderBy("escalation_told.at")
    .limit(limit)
    .execute();
}
