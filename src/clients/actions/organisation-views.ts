import type { z } from "zod";
import { isoText, isoTextOrNull } from "#kernel";
import type { Reader } from "#storage";
import type { contactSchema, organisationSchema } from "../contract.ts";
import type { ContactKind, Notice } from "../model/organisation-draft.ts";
import type { ContactRow, OrganisationRow } from "../model/rows.ts";
import { clientsPerOrganisation } from "../store/lists.ts";
import { keeperOf } from "./keeper-of.ts";
import { contactsOf } from "../store/organisations.ts";

/** Organisations as people see them, in the same order; without the provider's note for those who are confined. */
export async function organisationViews(
  read: Reader,
  rows: readonly OrganisationRow[],
  within: readonly string[] | null,
): Promise<z.input<typeof organisationSchema>[]> {
  const names = rows.map(({ organisation }) => organisation);
  const [contacts, clients] = await Promise.all([contactsOf(read, names), clientsPerOrganisation(read, names)]);
  const byOrganisation = Map.groupBy(contacts, ({ organisation }) => organisation);
  return rows.map(({ organisation, title, note, created_at, revision, managed_by }) => ({
    organisation,
    title,
    note: within === null ? note : null,
    contacts: (byOrganisation.get(organisation) ?? []).map(contactView),
    clients: clients.get(organisation) ?? 0,
    createdAt: isoText(created_at),
    revision,
    managedBy: keeperOf(managed_by, within),
  }));
}

/** One organisation as people see it. */
export async function organisationView(
  read: Reader,
  row: OrganisationRow,
  within: readonly string[] | null,
): Promise<z.input<typeof organisationSchema>> {
  const [view] = await organisationViews(read, [row], within);
  return view as z.input<typeof organisationSchema>;
}

/** A contact as people see it: without the link that is out. */
export function contactView({ id, kind, mail, notices, verified_at }: ContactRow): z.input<typeof contactSchema> {
  return {
    id,
    kind: kind as ContactKind,
    mail,
    notices: JSON.parse(notices) as Notice[],
    verifiedAt: isoTextOrNull(verified_at),
  };
}
