import type { Reader, Tx } from "#storage";
import type { Letter } from "./model/letter.ts";
import type { LetterRow, MailRows } from "./model/rows.ts";

/** A place in the list, newest first: what comes after it is older. */
export interface LetterPlace {
  readonly createdAt: number;
  readonly id: string;
}

/** False when a letter of this key is there already: then nothing is written. */
export async function insertLetter(tx: Tx, row: LetterRow): Promise<boolean> {
  const written = await tx
    .tables<MailRows>()
    .insertInto("mail_letters")
    .values(row)
    .onConflict((conflict) => conflict.column("key").doNothing())
    .executeTakeFirst();
  return written.numInsertedOrUpdatedRows === 1n;
}

export async function findLetter(read: Reader, id: string): Promise<LetterRow | undefined> {
  return read
    .tables<MailRows>()
    .selectFrom("mail_letters")
    .selectAll()
    .where("mail_letters.id", "=", id)
    .executeTakeFirst();
}

/** What became of an attempt. */
export async function updateLetter(
  tx: Tx,
  id: string,
  change: Partial<Pick<LetterRow, "state" | "sealed" | "attempts" | "last_error" | "next_attempt_at" | "settled_at">>,
): Promise<void> {
  await tx.tables<MailRows>().updateTable("mail_letters").set(change).where("mail_letters.id", "=", id).execute();
}

/** Newest first, of one instant by id; at most `limit`. */
export async function lettersAfter(
  read: Reader,
  { limit, after }: { readonly limit: number; readonly after: LetterPlace | undefined },
): Promise<Letter[]> {
  let query = read.tables<MailRows>().selectFrom("mail_letters").selectAll();
  if (after !== undefined) {
    query = query.where((has) =>
      has.or([
        has("mail_letters.created_at", "<", after.createdAt),
        has.and([has("mail_letters.created_at", "=", after.createdAt), has("mail_letters.id", "<", after.id)]),
      ]),
    );
  }
  const rows = await query
    .orderBy("mail_letters.created_at", "desc")
    .orderBy("mail_letters.id", "desc")
    .limit(limit)
    .execute();
  return rows.map(letterOf);
}

/** Settles what waits and came too late, also where no mail is sent at all. */
export async function expireLetters(tx: Tx, now: number): Promise<void> {
  await tx
    .tables<MailRows>()
    .updateTable("mail_letters")
    .set({ state: "expired", sealed: "", next_attempt_at: null, settled_at: now })
    .where("mail_letters.state", "=", "due")
    .where("mail_letters.until", "<=", now)
    .execute();
}

export async function forgetLetters(tx: Tx, settledBefore: number): Promise<void> {
  await tx.tables<MailRows>().deleteFrom("mail_letters").where("mail_letters.settled_at", "<", settledBefore).execute();
}

function letterOf(row: LetterRow): Letter {
  const { id, subject, state, attempts } = row;
  return {
    id,
    to: row.to_address,
    subject,
    state,
    createdAt: row.created_at,
    attempts,
    lastError: row.last_error,
    nextAttemptAt: row.next_attempt_at,
    settledAt: row.settled_at,
  };
}
