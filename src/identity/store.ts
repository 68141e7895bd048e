import type { Reader, Tx } from "#storage";
import { NO_PREVIOUS } from "./model/audit-entry.ts";
import type { AuditRow, IdentityRows, PersonRow, SessionRow, TokenRow } from "./model/rows.ts";

/** The token of the set-up link, while it can still be used. */
export async function findSetup(read: Reader): Promise<{ sha256: string } | undefined> {
  return read.tables<IdentityRows>().selectFrom("identity_setup").select("sha256").executeTakeFirst();
}

/** There is one at most: a new one takes the place of the old. */
export async function replaceSetup(tx: Tx, sha256: string, at: number): Promise<void> {
  await deleteSetup(tx);
  await tx
    .tables<IdentityRows>()
    .insertInto("identity_setup")
    .values({ only_row: 1, sha256, created_at: at })
    .execute();
}

export async function deleteSetup(tx: Tx): Promise<void> {
  await tx.tables<IdentityRows>().deleteFrom("identity_setup").execute();
}

/** What a session tells of its person. */
export type SessionPerson = Pick<PersonRow, "name" | "name_key" | "handle" | "roles">;

/** A session with its person's name and roles; none of a person who is disabled. */
export async function findSession(read: Reader, sha256: string): Promise<(SessionRow & SessionPerson) | undefined> {
  return read
    .tables<IdentityRows>()
    .selectFrom("identity_sessions")
    .innerJoin("identity_people", "identity_people.id", "identity_sessions.person_id")
    .selectAll("identity_sessions")
    .select(["identity_people.name", "identity_people.name_key", "identity_people.handle", "identity_people.roles"])
    .where("identity_sessions.sha256", "=", sha256)
    .where("identity_people.disabled_at", "is", null)
    .executeTakeFirst();
}

/** Whether the person has signed in from this address and the session's row is still there. */
export async function hasSignedInFrom(read: Reader, personId: string, address: string): Promise<boolean> {
  const row = await read
    .tables<IdentityRows>()
    .selectFrom("identity_sessions")
    .select("identity_sessions.sha256")
    .where("identity_sessions.person_id", "=", personId)
    .where("identity_sessions.address", "=", address)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/** The sessions of a person, the one used last first. Their number is bounded where they begin. */
export async function sessionsOf(read: Reader, personId: string): Promise<SessionRow[]> {
  return read
    .tables<IdentityRows>()
    .selectFrom("identity_sessions")
    .selectAll()
    .where("identity_sessions.person_id", "=", personId)
    .orderBy("identity_sessions.seen_at", "desc")
    .orderBy("identity_sessions.sha256")
    .execute();
}

/** Ends the sessions of a person, all but one where it is named. */
export async function deleteSessionsOf(tx: Tx, personId: string, except?: string): Promise<void> {
  await tx
    .tables<IdentityRows>()
    .deleteFrom("identity_sessions")
    .where("identity_sessions.person_id", "=", personId)
    .where("identity_sessions.sha256", "<>", except ?? "")
    .execute();
}

export async function insertSession(tx: Tx, session: SessionRow): Promise<void> {
  await tx.tables<IdentityRows>().insertInto("identity_sessions").values(session).execute();
}

export async function touchSession(tx: Tx, sha256: string, seenAt: number): Promise<void> {
  await tx
    .tables<IdentityRows>()
    .updateTable("identity_sessions")
    .set({ seen_at: seenAt })
    .where("identity_sessions.sha256", "=", sha256)
    .execute();
}

export async function deleteSession(tx: Tx, sha256: string): Promise<void> {
  await tx
    .tables<IdentityRows>()
    .deleteFrom("identity_sessions")
    .where("identity_sessions.sha256", "=", sha256)
    .execute();
}

/** Removes sessions that can no longer be used: past their end, or not seen since `idleSince`. */
export async function deleteEndedSessions(tx: Tx, now: number, idleSince: number): Promise<void> {
  await tx
    .tables<IdentityRows>()
    .deleteFrom("identity_sessions")
    .where((row) =>
      row.or([row("identity_sessions.expires_at", "<=", now), row("identity_sessions.seen_at", "<=", idleSince)]),
    )
    .execute();
}

/** Keeps a person's newest sessions and removes the others. */
export async function keepNewestSessions(tx: Tx, personId: string, keep: number): Promise<void> {
  const db = tx.tables<IdentityRows>();
  await db
    .deleteFrom("identity_sessions")
    .where("identity_sessions.person_id", "=", personId)
    .where(
      "identity_sessions.sha256",
      "not in",
      db
        .selectFrom("identity_sessions as newest")
        .select("newest.sha256")
        .where("newest.person_id", "=", personId)
        .orderBy("newest.created_at", "desc")
        .limit(keep),
    )
    .execute();
}

/** All tokens, newest first. Their number is bounded where they are made. */
export async function allTokens(read: Reader): Promise<TokenRow[]> {
  return read
    .tables<IdentityRows>()
    .selectFrom("identity_tokens")
    .selectAll()
    .orderBy("identity_tokens.created_at", "desc")
    .orderBy("identity_tokens.id", "desc")
    .execute();
}

export async function insertToken(tx: Tx, token: TokenRow): Promise<void> {
  await tx.tables<IdentityRows>().insertInto("identity_tokens").values(token).execute();
}

/** The removed token, or undefined when there was none. */
export async function deleteToken(tx: Tx, id: string): Promise<TokenRow | undefined> {
  return tx
    .tables<IdentityRows>()
    .deleteFrom("identity_tokens")
    .where("identity_tokens.id", "=", id)
    .returningAll()
    .executeTakeFirst();
}

export async function markTokenUsed(tx: Tx, id: string, at: number): Promise<void> {
  await tx
    .tables<IdentityRows>()
    .updateTable("identity_tokens")
    .set({ last_used_at: at })
    .where("identity_tokens.id", "=", id)
    .execute();
}

/** The number and the hash that the next audit entry follows. */
export async function lastAudit(tx: Tx): Promise<{ seq: number; hash: string }> {
  const last = await tx
    .tables<IdentityRows>()
    .selectFrom("identity_audit")
    .select(["identity_audit.seq", "identity_audit.hash"])
    .orderBy("identity_audit.seq", "desc")
    .limit(1)
    .executeTakeFirst();
  return last ?? { seq: 0, hash: NO_PREVIOUS };
}

export async function insertAudit(tx: Tx, row: AuditRow): Promise<void> {
  await tx.tables<IdentityRows>().insertInto("identity_audit").values(row).execute();
}
