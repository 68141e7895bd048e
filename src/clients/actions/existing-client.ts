import { Refusal } from "#kernel";
import type { Reader } from "#storage";
import type { ClientRow, OrganisationRow } from "../model/rows.ts";
import { findClient } from "../store/clients.ts";
import { findOrganisation } from "../store/organisations.ts";

/** The client of this name, of one that it had before, or of this id; or a refusal. */
export async function existingClient(read: Reader, client: string): Promise<ClientRow> {
  const row = await findClient(read, client);
  if (row !== undefined) return row;
  throw new Refusal(
    "not-found",
    "client.not-found",
    `There is no client named "${client}". GET /api/v1/clients lists those that are registered; one that is only seen in traffic has to be registered first.`,
    { client },
  );
}

/** To whom a client belongs, for the `owner` of an action; undefined when there is no such client. */
export async function ownerOfClient(
  { client }: { readonly client: string },
  read: Reader,
): Promise<string | undefined> {
  return (await findClient(read, client))?.organisation;
}

/** The organisation of this name, or a refusal. */
export async function existingOrganisation(read: Reader, organisation: string): Promise<OrganisationRow> {
  const row = await findOrganisation(read, organisation);
  if (row !== undefined) return row;
  throw new Refusal(
    "not-found",
    "organisation.not-found",
    `There is no organisation named "${organisation}". PUT /api/v1/organisations/${organisation} creates it.`,
    { organisation },
  );
}

/** To whom an organisation belongs: itself; undefined when there is none of this name. */
export async function ownerOfOrganisation(
  { organisation }: { readonly organisation: string },
  read: Reader,
): Promise<string | undefined> {
  return (await findOrganisation(read, organisation))?.organisation;
}
