import type { Reader, Tx } from "#storage";
import type { ClientsRows, ContactRow, OrganisationRow } from "../model/rows.ts";

export async function findOrganisation(read: Reader, organisation: string): Promise<OrganisationRow | undefined> {
  return read
    .tables<ClientsRows>()
    .selectFrom("clients_organisations")
    .selectAll()
    .where("clients_organisations.organisation", "=", organisation)
    .executeTakeFirst();
}

/** All organisations, by name. Their number is bounded by `ORGANISATIONS_MAX`. */
export async function allOrganisations(read: Reader): Promise<OrganisationRow[]> {
  return read
    .tables<ClientsRows>()
    .selectFrom("clients_organisations")
    .selectAll()
    .orderBy("clients_organisations.organisation")
    .execute();
}

export async function countOrganisations(read: Reader): Promise<number> {
  const { n } = await read
    .tables<ClientsRows>()
    .selectFrom("clients_organisations")
    .select((row) => row.fn.countAll<number>().as("n"))
    .executeTakeFirstOrThrow();
  return n;
}

/** Takes the place of the organisation of this name, or is the first. */
export async function putOrganisationRow(tx: Tx, row: OrganisationRow): Promise<void> {
  const { title, note, revision, managed_by } = row;
  await tx
    .tables<ClientsRows>()
    .insertInto("clients_organisations")
    .values(row)
    .onConflict((conflict) => conflict.column("organisation").doUpdateSet({ title, note, revision, managed_by }))
    .execute();
}

/** Its contacts go with it; one that has clients cannot go. */
export async function deleteOrganisation(tx: Tx, organisation: string): Promise<void> {
  await tx
    .tables<ClientsRows>()
    .deleteFrom("clients_organisations")
    .where("clients_organisations.organisation", "=", organisation)
    .execute();
}

/** The contacts of these organisations, by organisation, kind and mail. */
export async function contactsOf(read: Reader, organisations: readonly string[]): Promise<ContactRow[]> {
  if (organisations.length === 0) return [];
  return contactsInOrder(read).where("clients_contacts.organisation", "in", organisations).execute();
}

/** The contacts of all organisations, by organisation, kind and mail. */
export async function allContacts(read: Reader): Promise<ContactRow[]> {
  return contactsInOrder(read).execute();
}

function contactsInOrder(read: Reader) {
  return read
    .tables<ClientsRows>()
    .selectFrom("clients_contacts")
    .selectAll()
    .orderBy("clients_contacts.organisation")
    .orderBy("clients_contacts.kind")
    .orderBy("clients_contacts.mail");
}

/** The contact whose verifying link has this SHA-256. */
export async function findContactByLink(read: Reader, sha256: string): Promise<ContactRow | undefined> {
  return read
    .tables<ClientsRows>()
    .selectFrom("clients_contacts")
    .selectAll()
    .where("clients_contacts.link_sha256", "=", sha256)
    .executeTakeFirst();
}

export async function insertContact(tx: Tx, row: ContactRow): Promise<void> {
  await tx.tables<ClientsRows>().insertInto("clients_contacts").values(row).execute();
}

export async function updateContact(
  tx: Tx,
  id: string,
  changed: Partial<Pick<ContactRow, "notices" | "verified_at" | "link_sha256" | "link_until">>,
): Promise<void> {
  await tx.tables<ClientsRows>().updateTable("clients_contacts").set(changed).where("id", "=", id).execute();
}

export async function deleteContact(tx: Tx, id: string): Promise<void> {
  await tx.tables<ClientsRows>().deleteFrom("clients_contacts").where("clients_contacts.id", "=", id).execute();
}
