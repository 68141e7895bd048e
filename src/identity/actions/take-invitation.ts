import { Refusal } from "#kernel";
import type { Reader, Tx } from "#storage";
import { handleOfId, rolesOf } from "../model/person.ts";
import type { InvitationRow, PersonRow } from "../model/rows.ts";
import { bindingsOf } from "../store/bindings.ts";
import { deleteInvitation, findInvitation } from "../store/invitations.ts";
import { findPersonBy, insertMembership } from "../store/people.ts";
import type { ChangeContext } from "./action.ts";
import { addPerson, changePerson, freeHandle } from "./save-person.ts";
import { secretHash } from "./secret.ts";

/** The invitation of a link, while it can be accepted. */
export async function openInvitation(read: Reader, secret: string, now: number): Promise<InvitationRow> {
  const row = await findInvitation(read, "sha256", secretHash(secret));
  if (row !== undefined && now < row.expires_at) return row;
  throw new Refusal(
    "not-found",
    "invitation.gone",
    "This invitation cannot be used: it was accepted or revoked, or is older than seven days. Ask for a new one; if it was you who accepted it, sign in.",
  );
}

/** The account that an invitation is for, where there is one already. */
export async function invitedAccount(
  read: Reader,
  { person_id: id, mail_key: key }: InvitationRow,
): Promise<PersonRow | undefined> {
  return id === null ? findPersonBy(read, "mail_key", key) : findPersonBy(read, "id", id);
}

/** Whether the owner of the account can sign in: then it is proven that it is the owner who accepts. */
export async function hasWayIn(read: Reader, { id, password }: PersonRow): Promise<boolean> {
  return password !== "" || (await bindingsOf(read, [id])).length > 0;
}

/** Makes the account of an invitation; without a password, an identity provider vouches for its owner. */
export async function addInvited(
  { tx, now, nextId }: ChangeContext,
  row: InvitationRow,
  { name, password = "" }: { name?: string | undefined; password?: string },
): Promise<PersonRow> {
  const id = nextId("per");
  const called = name ?? row.name ?? row.mail.split("@")[0] ?? row.mail;
  const handle = row.organisation === null ? await freeHandle(tx, called) : handleOfId(id);
  return addPerson(tx, { id, name: called, handle, mail: row.mail, roles: rolesOf(row), password, now });
}

/** Uses an invitation up, and gives the person what it gives. */
export async function takeInvitation(
  { tx, now }: Pick<ChangeContext, "tx" | "now">,
  row: InvitationRow,
  person: PersonRow,
): Promise<PersonRow> {
  await deleteInvitation(tx, row.id);
  if (row.organisation !== null) {
    await insertMembership(tx, { person_id: person.id, organisation: row.organisation, created_at: now });
  }
  // What a text says of somebody is changed there only.
  return person.managed_by === null ? withRoles(tx, person, row) : person;
}

async function withRoles(tx: Tx, person: PersonRow, row: InvitationRow): Promise<PersonRow> {
  const missing = rolesOf(row).filter((role) => !rolesOf(person).includes(role));
  return missing.length === 0 ? person : changePerson(tx, person, { roles: [...rolesOf(person), ...missing] });
}
