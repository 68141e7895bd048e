/** Who is who: organisations with their contacts, their clients with all their names, and the clients' keys. */
export { Clients } from "./clients.ts";
export { existingClient, ownerOfClient } from "./actions/existing-client.ts";
export { releaseClient, releaseOrganisation, removeOrganisation } from "./actions/release-client.ts";
export { saveClient } from "./actions/save-client.ts";
export { importKey } from "./actions/save-key.ts";
export { saveOrganisation } from "./actions/save-organisation.ts";
export type { ClientChanged } from "./actions/saving.ts";
export { clientsMigrations } from "./migrations.ts";
export { CONTACT_KINDS, type ContactKind } from "./model/organisation-draft.ts";
export type { ClientRow } from "./model/rows.ts";
export { firstNames } from "./model/first-names.ts";
export { clientActivity } from "./model/client-activity.ts";
export { Lookalikes } from "./model/lookalikes.ts";
export { standsForNobody } from "./model/stands-for-nobody.ts";
export { allClients, allNames as allClientNames, allNamesOf, findClient } from "./store/clients.ts";
export { clientIdsOf, clientsAmong, namesAmong } from "./store/clients-among.ts";
export { allKeys } from "./store/keys.ts";
export { allContacts, allOrganisations, findOrganisation } from "./store/organisations.ts";
