import { refuseManaged } from "#http";
import { Refusal } from "#kernel";
import type { Tx } from "#storage";
import {
  type ContactDraft,
  contactKey,
  type Notice,
  type OrganisationDraft,
  USUAL_NOTICES,
} from "../model/organisation-draft.ts";
import type { ContactRow, OrganisationRow } from "../model/rows.ts";
import {
  contactsOf,
  countOrganisations,
  deleteContact,
  findOrganisation,
  insertContact,
  putOrganisationRow,
  updateContact,
} from "../store/organisations.ts";
import type { Saved, Saving } from "./saving.ts";

/** All fit into a list that is compared with a text. */
const ORGANISATIONS_MAX = 20_000;
/** Of one organisation. */
export const CONTACTS_MAX = 50;

/** Creates an organisation, or makes it what the draft says. Refuses one that another text owns, and too many. */
export async function saveOrganisation(
  tx: Tx,
  draft: OrganisationDraft,
  { now, nextId, managedBy }: Omit<Saving, "changed">,
): Promise<Saved<OrganisationRow>> {
  const { organisation, title, note } = draft;
  const before = await findOrganisation(tx, organisation);
  refuseOther(before, managedBy);
  if (before === undefined && (await countOrganisations(tx)) >= ORGANISATIONS_MAX) {
    throw tooManyOrganisations();
  }
  const row: OrganisationRow = {
    organisation,
    title,
    note,
    created_at: before?.created_at ?? now,
    revision: (before?.revision ?? 0) + 1,
    managed_by: managedBy,
  };
  const isSame = before?.title === title && before.note === note && before.managed_by === managedBy;
  // First the organisation, to which contacts refer.
  if (before === undefined) await putOrganisationRow(tx, row);
  const { contacts } = draft;
  const changedContacts = contacts !== undefined && (await saveContacts(tx, { organisation, contacts, now, nextId }));
  if (before === undefined) return { did: "create", before, row };
  if (isSame && !changedContacts) return { did: "nothing", before, row: before };
  await putOrganisationRow(tx, row);
  return { did: "change", before, row };
}

interface WantedContacts extends Pick<Saving, "now" | "nextId"> {
  readonly organisation: string;
  readonly contacts: readonly ContactDraft[];
}

/** Whether anything had to be changed. A contact that stays keeps that it was verified. */
async function saveContacts(tx: Tx, { organisation, contacts, now, nextId }: WantedContacts): Promise<boolean> {
  if (contacts.length > CONTACTS_MAX) throw tooManyContacts();
  const present = new Map((await contactsOf(tx, [organisation])).map((row) => [contactKey(row), row]));
  const wanted = new Map(contacts.map((contact) => [contactKey(contact), contact]));
  let changed = false;
  for (const [key, { id }] of present) {
    if (wanted.has(key)) continue;
    await deleteContact(tx, id);
    changed = true;
  }
  for (const [key, contact] of wanted) {
    const row = newContact(contact, { id: nextId("con"), organisation, now });
    const there = present.get(key);
    if (there?.notices === row.notices) continue;
    await (there === undefined ? insertContact(tx, row) : updateContact(tx, there.id, { notices: row.notices }));
    changed = true;
  }
  return changed;
}

/** A contact that nobody has verified yet. */
export function newContact(
  { kind, mail, notices }: ContactDraft,
  { id, organisation, now }: { readonly id: string; readonly organisation: string; readonly now: number },
): ContactRow {
  return {
    id,
    organisation,
    kind,
    mail,
    notices: noticesText(notices ?? USUAL_NOTICES[kind]),
    created_at: now,
    verified_at: null,
    link_sha256: null,
    link_until: null,
  };
}

/** Notices as they are stored: each once, in the order of their names. */
export function noticesText(notices: readonly Notice[]): string {
  return JSON.stringify([...new Set(notices)].toSorted());
}

/** A text may take what is nobody's, and a person what is no text's. */
function refuseOther(before: OrganisationRow | undefined, managedBy: string | null): void {
  if (before === undefined || before.managed_by === managedBy) return;
  refuseManaged(before.managed_by, `organisation ${before.organisation}`);
}

function tooManyOrganisations(): Refusal {
  return new Refusal(
    "conflict",
    "organisation.too-many",
    `There are ${ORGANISATIONS_MAX} organisations already, so nothing was changed. Remove those that are gone.`,
    { max: ORGANISATIONS_MAX },
  );
}

/** An organisation would have more contacts than it may have. */
export function tooManyContacts(): Refusal {
  return new Refusal(
    "conflict",
    "contact.too-many",
    `An organisation has at most ${CONTACTS_MAX} contacts, so nothing was changed. Remove those that are gone.`,
    { max: CONTACTS_MAX },
  );
}
