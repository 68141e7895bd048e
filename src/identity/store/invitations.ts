import type { Reader, Tx } from "#storage";
import type { IdentityRows, InvitationRow, ResetRow } from "../model/rows.ts";

/** A place in the list: what comes after it stands behind it. */
export interface InvitationPlace {
  readonly createdAt: number;
  readonly id: string;
}

/** Those that can still be accepted, newest first, after a place; at most `limit`. */
export async function listInvitations(
  read: Reader,
  now: number,
  { limit, after }: { readonly limit: number; readonly after: InvitationPlace | undefined },
): Promise<InvitationRow[]> {
  let query = newestOpen(read, now).limit(limit);
  if (after !== undefined) {
    query = query.where((has) =>
      has.or([
        has("identity_invitations.created_at", "<", after.createdAt),
        has.and([
          has("identity_invitations.created_at", "=", after.createdAt),
          has("identity_invitations.id", "<", after.id),
        ]),
      ]),
    );
  }
  return query.execute();
}

/** Those for an organisation that can still be accepted, newest first. Their number is bounded where they are made. */
export async function invitationsFor(read: Reader, now: number, organisation: string): Promise<InvitationRow[]> {
  return newestOpen(read, now).where("identity_invitations.organisation", "=", organisation).execute();
}

/** Those to these addresses that can still be accepted, newest first. */
export async function invitationsTo(read: Reader, now: number, mailKeys: readonly string[]): Promise<InvitationRow[]> {
  if (mailKeys.length === 0) return [];
  return newestOpen(read, now).where("identity_invitations.mail_key", "in", mailKeys).execute();
}

function newestOpen(read: Reader, now: number) {
  return read
    .tables<IdentityRows>()
    .selectFrom("identity_invitations")
    .selectAll()
    .where("identity_invitations.expires_at", ">", now)
    .orderBy("identity_invitations.created_at", "desc")
    .orderBy("identity_invitations.id", "desc");
}

/** How many can still be accepted: of the provider's side, of all organisations, and of one of them. */
export async function countInvitations(
  read: Reader,
  now: number,
  organisation: string | null,
): Promise<{ readonly providers: number; readonly organisations: number; readonly organisation: number }> {
  const open = read
    .tables<IdentityRows>()
    .selectFrom("identity_invitations")
    .select((row) => row.fn.countAll<number>().as("n"))
    .where("identity_invitations.expires_at", ">", now);
  const all = await open.executeTakeFirstOrThrow();
  const ofOrganisations = await open
    .where("identity_invitations.organisation", "is not", null)
    .executeTakeFirstOrThrow();
  const ofOne = await open
    .where("identity_invitations.organisation", "=", organisation ?? "")
    .executeTakeFirstOrThrow();
  return { providers: all.n - ofOrganisations.n, organisations: ofOrganisations.n, organisation: ofOne.n };
}

export async function findInvitation(
  read: Reader,
  column: "id" | "sha256",
  value: string,
): Promise<InvitationRow | undefined> {
  return read
    .tables<IdentityRows>()
    .selectFrom("identity_invitations")
    .selectAll()
    .where(`identity_invitations.${column}`, "=", value)
    .executeTakeFirst();
}

export async function insertInvitation(tx: Tx, row: InvitationRow): Promise<void> {
  await tx.tables<IdentityRows>().insertInto("identity_invitations").values(row).execute();
}

/** A new token in place of the old one. */
export async function renewInvitation(
  tx: Tx,
  id: string,
  change: Pick<InvitationRow, "sha256" | "sent_at" | "expires_at">,
): Promise<void> {
  await tx
    .tables<IdentityRows>()
    .updateTable("identity_invitations")
    .set(change)
    .where("identity_invitations.id", "=", id)
    .execute();
}

export async function deleteInvitation(tx: Tx, id: string): Promise<void> {
  await tx
    .tables<IdentityRows>()
    .deleteFrom("identity_invitations")
    .where("identity_invitations.id", "=", id)
    .execute();
}

export async function findReset(read: Reader, sha256: string): Promise<ResetRow | undefined> {
  return read
    .tables<IdentityRows>()
    .selectFrom("identity_resets")
    .selectAll()
    .where("identity_resets.sha256", "=", sha256)
    .executeTakeFirst();
}

export async function insertReset(tx: Tx, row: ResetRow): Promise<void> {
  await tx.tables<IdentityRows>().insertInto("identity_resets").values(row).execute();
}

/** All links of a person are worth nothing any more. */
export async function deleteResetsOf(tx: Tx, personId: string): Promise<void> {
  await tx
    .tables<IdentityRows>()
    .deleteFrom("identity_resets")
    .where("identity_resets.person_id", "=", personId)
    .execute();
}

/** Removes what can no longer be used. */
export async function deleteOutdated(tx: Tx, now: number): Promise<void> {
  const db = tx.tables<IdentityRows>();
  await db.deleteFrom("identity_invitations").where("identity_invitations.expires_at", "<=", now).execute();
  await db.deleteFrom("identity_resets").where("identity_resets.expires_at", "<=", now).execute();
}

/** Those for a person who is there already. */
export async function deleteInvitationsOfPerson(tx: Tx, personId: string): Promise<void> {
  await tx
    .tables<IdentityRows>()
    .deleteFrom("identity_invitations")
    .where("identity_invitations.person_id", "=", personId)
    .execute();
}

/** How many links of a person can still be used. */
export async function countResets(read: Reader, personId: string, now: number): Promise<number> {
  const { n } = await read
    .tables<IdentityRows>()
    .selectFrom("identity_resets")
    .select((row) => row.fn.countAll<number>().as("n"))
    .where("identity_resets.person_id", "=", personId)
    .where("identity_resets.expires_at", ">", now)
    .executeTakeFirstOrThrow();
  return n;
}
