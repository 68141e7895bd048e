import {
  allClients,
  allContacts,
  allOrganisations,
  CONTACT_KINDS,
  type ContactKind,
  releaseOrganisation,
  removeOrganisation,
  saveOrganisation,
} from "#clients";
import { Refusal } from "#kernel";
import type { Reader } from "#storage";
import type { Fields, Json, PresentObject } from "../../model/wanted.ts";
import type { KindOfObject } from "./kind-of-object.ts";

type Contacts = Readonly<Record<string, readonly string[]>>;

/** Organisations with their contacts: by kind, each one address or several. */
export const organisationKind: KindOfObject = {
  kind: "organisation",
  may: ["organisation:write"],
  normal: ({ name, fields: { title = name, note = "", contacts = {} } }) => ({
    title,
    note,
    contacts: contactsOf(contacts as Fields),
  }),
  present,
  save: async (tx, { name, fields, managedBy }, { now, nextId }) => {
    const contacts = Object.entries(fields["contacts"] as Contacts).flatMap(([kind, mails]) =>
      mails.map((mail) => ({ kind: kind as ContactKind, mail })),
    );
    const draft = { organisation: name, title: fields["title"] as string, note: fields["note"] as string, contacts };
    await saveOrganisation(tx, draft, { now, nextId, managedBy });
  },
  // Its history keeps its owner: where there are clients, retired ones included, it is only let go of.
  remove: async (tx, name) => {
    const hasClients = (await allClients(tx)).some(({ organisation }) => organisation === name);
    await (hasClients ? releaseOrganisation(tx, name) : removeOrganisation(tx, name));
  },
  release: releaseOrganisation,
};

function contactsOf(written: Fields): Fields {
  const entries = Object.entries(written).map(([kind, mails]): [string, Json] => {
    if (!CONTACT_KINDS.some((known) => known === kind)) throw unknownKind(kind);
    return [kind, (Array.isArray(mails) ? (mails as string[]) : [mails as string]).toSorted()];
  });
  return Object.fromEntries(entries);
}

async function present(read: Reader): Promise<PresentObject[]> {
  const contacts = Map.groupBy(await allContacts(read), ({ organisation }) => organisation);
  return (await allOrganisations(read)).map(({ organisation, title, note, managed_by: managedBy }) => {
    const byKind = Map.groupBy(contacts.get(organisation) ?? [], ({ kind }) => kind);
    const own = [...byKind].map(([kind, rows]): [string, Json] => [kind, rows.map(({ mail }) => mail).toSorted()]);
    const fields = { title, note, contacts: Object.fromEntries(own) };
    return { kind: "organisation", name: organisation, fields, managedBy };
  });
}

function unknownKind(kind: string): Refusal {
  return new Refusal(
    "invalid",
    "contact.kind",
    `"${kind}" is no kind of contact; there are ${CONTACT_KINDS.join(", ")}.`,
  );
}
