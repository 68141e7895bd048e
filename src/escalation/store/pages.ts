import { sql } from "kysely";
import type { Reader, Tx } from "#storage";
import type { EscalationRows, PageRow } from "../model/rows.ts";

export async function findPage(read: Reader, id: string): Promise<PageRow | undefined> {
  return pages(read).where("escalation_pages.id", "=", id).executeTakeFirst();
}

/** The one of a group that is not over. */
export async function openPageOf(read: Reader, group: string): Promise<PageRow | undefined> {
  return pages(read)
    .where("escalation_pages.group_id", "=", group)
    .where("escalation_pages.over_at", "is", null)
    .executeTakeFirst();
}

/** Those of a group whose end was not told yet, the oldest first: the open one, and what was closed by hand. */
export async function owedPagesOf(read: Reader, group: string): Promise<PageRow[]> {
  return pages(read)
    .where("escalation_pages.group_id", "=", group)
    .where("escalation_pages.end_told_at", "is", null)
    .orderBy("escalation_pages.begun_at")
    .execute();
}

/** Those of which something is due, what is due first at the front. */
export async function duePages(read: Reader, now: number, limit: number): Promise<string[]> {
  const rows = await read
    .tables<EscalationRows>()
    .selectFrom("escalation_pages")
    .select("escalation_pages.id")
    .where("escalation_pages.next_at", "<=", now)
    .orderBy("escalation_pages.next_at")
    .limit(limit)
    .execute();
  return rows.map(({ id }) => id);
}

/**
 * Open ones that await an answer with nothing due, and those of which something was due before an instant. Both are
 * looks into an index that holds nothing else: constants, for a bound value chooses no partial index.
 */
export async function strandedPages(read: Reader, before: number, limit: number): Promise<PageRow[]> {
  const idle = await pages(read)
    .where(sql<boolean>`escalation_pages.over_at is null and escalation_pages.awaits = 1`)
    .where(sql<boolean>`escalation_pages.next_at is null`)
    .orderBy("escalation_pages.begun_at")
    .limit(limit)
    .execute();
  const late = await pages(read)
    .where("escalation_pages.next_at", "<", before)
    .where("escalation_pages.awaits", "=", 1)
    .orderBy("escalation_pages.next_at")
    .limit(limit)
    .execute();
  return [...idle, ...late];
}

/** What a list of pages is narrowed by. */
export interface PageFilter {
  readonly group?: string | undefined;
  readonly state?: "open" | "ended" | undefined;
  /** Of which this person was told, or which the person took. */
  readonly person?: string | undefined;
}

/** The newest first, behind a place. */
export async function pagesBefore(
  read: Reader,
  filter: PageFilter,
  {
    limit,
    before,
  }: { readonly limit: number; readonly before: { readonly at: number; readonly id: string } | undefined },
): Promise<PageRow[]> {
  let query = pages(read);
  const { group, state, person } = filter;
  if (group !== undefined) query = query.where("escalation_pages.group_id", "=", group);
  if (state !== undefined) query = query.where("escalation_pages.over_at", state === "open" ? "is" : "is not", null);
  if (person !== undefined) {
    query = query.where((has) =>
      has.or([
        has("escalation_pages.reacted_by", "=", person),
        has(
          "escalation_pages.id",
          "in",
          has
            .selectFrom("escalation_told")
            .select("escalation_told.page_id")
            .where("escalation_told.kind", "=", "person")
            .where("escalation_told.name", "=", person),
        ),
      ]),
    );
  }
  if (before !== undefined) {
    const { at, id } = before;
    query = query.where((has) =>
      has.or([
        has("escalation_pages.begun_at", "<", at),
        has.and([has("escalation_pages.begun_at", "=", at), has("escalation_pages.id", "<", id)]),
      ]),
    );
  }
  return query
    .orderBy("escalation_pages.begun_at", "desc")
    .orderBy("escalation_pages.id", "desc")
    .limit(limit)
    .execute();
}

/** Those that began in a time, the oldest first; at most `limit`. */
export async function pagesBegunIn(
  read: Reader,
  { from, to }: { readonly from: number; readonly to: number },
  limit: number,
): Promise<PageRow[]> {
  return pages(read)
    .where("escalation_pages.begun_at", ">=", from)
    .where("escalation_pages.begun_at", "<", to)
    .orderBy("escalation_pages.begun_at")
    .limit(limit)
    .execute();
}

export async function insertPage(tx: Tx, row: PageRow): Promise<void> {
  await tx.tables<EscalationRows>().insertInto("escalation_pages").values(row).execute();
}

export async function updatePage(tx: Tx, { id, ...row }: PageRow): Promise<void> {
  await tx
    .tables<EscalationRows>()
    .updateTable("escalation_pages")
    .set(row)
    .where("escalation_pages.id", "=", id)
    .execute();
}

/** Forgets pages that were over, and whose end was told, before an instant; with their entries. Says how many. */
export async function forgetPages(tx: Tx, before: number): Promise<number> {
  const { numDeletedRows } = await tx
    .tables<EscalationRows>()
    .deleteFrom("escalation_pages")
    .where("escalation_pages.over_at", "<", before)
    .where("escalation_pages.end_told_at", "is not", null)
    .executeTakeFirst();
  return Number(numDeletedRows);
}

function pages(read: Reader) {
  return read.tables<EscalationRows>().selectFrom("escalation_pages").selectAll();
}
