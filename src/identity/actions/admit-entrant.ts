import { mailKey } from "#mail";
import type { Reader } from "#storage";
import { type Entry, entryOf, type VouchedFor } from "../model/oidc-entry.ts";
import { personSubject } from "../model/person.ts";
import type { InvitationRow, PersonRow } from "../model/rows.ts";
import { bindingsOf, findBinding, insertBinding } from "../store/bindings.ts";
import { deleteInvitationsOfPerson, invitationsTo } from "../store/invitations.ts";
import { findPersonBy } from "../store/people.ts";
import type { ChangeContext } from "./action.ts";
import { type House, tellOwner } from "./house.ts";
import { boundMeanwhile, notLetIn } from "./oidc-refusals.ts";
import { addInvited, invitedAccount, openInvitation, takeInvitation } from "./take-invitation.ts";

/** Who wants to come in: vouched for, and with the link of an invitation where one was opened. */
export interface Entrant {
  readonly vouched: VouchedFor;
  readonly invitation?: string | undefined;
}

/** Who may come in, with the invitation that is accepted by it. */
export interface Admitted {
  readonly entry: Exclude<Entry, { kind: "refuse" }>;
  readonly invitation: InvitationRow | undefined;
}

/** Looks up who it is, and refuses whom nobody knows or let in. */
export async function admitEntrant(
  read: Reader,
  { vouched, invitation: secret }: Entrant,
  { now, label }: { now: number; label: string },
): Promise<Admitted> {
  const { issuer, subject, mail } = vouched;
  const key = mail === null ? null : mailKey(mail);
  const binding = await findBinding(read, issuer, subject);
  const bound = binding === undefined ? undefined : await findPersonBy(read, "id", binding.person_id);
  const ofMail = key === null ? undefined : await findPersonBy(read, "mail_key", key);
  const others = ofMail === undefined ? [] : await bindingsOf(read, [ofMail.id]);
  const isKnown = (bound ?? ofMail) !== undefined;
  const invitation =
    secret === undefined
      ? await invitationOf(read, isKnown ? null : key, now)
      : await openInvitation(read, secret, now);
  const invited = invitation === undefined ? undefined : await invitedAccount(read, invitation);
  const isOtherwiseBound = others.some((other) => other.issuer === issuer && other.subject !== subject);
  const entry = entryOf({ bound, ofMail, isOtherwiseBound, mailKey: key, invitation, invited });
  if (entry.kind === "refuse") throw notLetIn(entry.why, label, vouched);
  return { entry, invitation };
}

/** Binds and makes what is new, accepts the invitation, and gives the person. */
export async function letIn(
  house: House,
  context: ChangeContext,
  { vouched, entry, invitation }: Admitted & Pick<Entrant, "vouched">,
): Promise<PersonRow> {
  const person = entry.kind === "make" ? await addInvited(context, entry.invitation, {}) : entry.person;
  context.about(personSubject(person));
  if (entry.kind !== "enter") await bind(house, context, { person, vouched });
  if (vouched.mail !== null && mailKey(vouched.mail) === person.mail_key) {
    await house.mailProven?.(context.tx, { personId: person.id, mail: vouched.mail });
  }
  return invitation === undefined ? person : takeInvitation(context, invitation, person);
}

async function bind(
  house: House,
  { tx, now, note }: ChangeContext,
  { person, vouched }: { person: PersonRow; vouched: VouchedFor },
): Promise<void> {
  const { issuer, subject, mail } = vouched;
  const binding = { issuer, subject, mail, person_id: person.id, created_at: now };
  if (!(await insertBinding(tx, binding))) throw boundMeanwhile();
  // The letter would still let choose a password whoever reads it.
  await deleteInvitationsOfPerson(tx, person.id);
  const key = `bound ${person.id} ${now}`;
  await tellOwner(house, tx, { person, what: `an account of ${issuer} signs in to it from now on`, key });
  note({ action: "account.bind", subject: personSubject(person), facts: { issuer, subject, mail } });
}

/** The newest that is open for an address. */
async function invitationOf(read: Reader, key: string | null, now: number): Promise<InvitationRow | undefined> {
  if (key === null) return undefined;
  return (await invitationsTo(read, now, [key])).find((row) => row.person_id === null);
}
