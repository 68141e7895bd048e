import { Refusal } from "#kernel";
import type { Tx } from "#storage";
import { countClients, findClient, updateClient } from "../store/clients.ts";
import { deleteOrganisation, findOrganisation, putOrganisationRow } from "../store/organisations.ts";

/** From now on no configuration text owns the client, so that people change it. Of no effect when there is none. */
export async function releaseClient(tx: Tx, client: string): Promise<void> {
  const row = await findClient(tx, client);
  if (row !== undefined) await updateClient(tx, { ...row, managed_by: null, revision: row.revision + 1 });
}

/** From now on no configuration text owns the organisation. Of no effect when there is none. */
export async function releaseOrganisation(tx: Tx, organisation: string): Promise<void> {
  const row = await findOrganisation(tx, organisation);
  if (row !== undefined) await putOrganisationRow(tx, { ...row, managed_by: null, revision: row.revision + 1 });
}

/** Removes an organisation with its contacts. Refuses one that has clients, retired ones included. */
export async function removeOrganisation(tx: Tx, organisation: string): Promise<void> {
  const clients = await countClients(tx, organisation);
  if (clients > 0) throw hasClients(organisation, clients);
  await deleteOrganisation(tx, organisation);
}

function hasClients(organisation: string, clients: number): Refusal {
  return new Refusal(
    "conflict",
    "organisation.has-clients",
    `"${organisation}" was not removed: it has ${clients === 1 ? "a client" : `${clients} clients`}, retired ones included, and history never loses its owner. Move them to another organisation first.`,
    { organisation, clients },
  );
}
