import { route } from "#http";
import { claimActions } from "./actions/claim-actions.ts";
import { type ChangeParts, clientChanges } from "./actions/client-changes.ts";
import { clientReads } from "./actions/client-reads.ts";
import { contactActions, type ContactParts } from "./actions/contact-actions.ts";
import { importActions, type ImportParts } from "./actions/import-actions.ts";
import { keyActions, type KeyParts } from "./actions/key-actions.ts";
import { organisationActions } from "./actions/organisation-actions.ts";
import { rotationActions } from "./actions/rotation-actions.ts";

/** What the URLs stand on. */
export interface ClientsHttpParts extends KeyParts, ContactParts, ImportParts, ChangeParts {}

/** Of a file of partners, in bytes. */
const FILE_BYTES_MAX = 16 * 1_024 * 1_024;

/** One line for each URL. */
export function clientsRoutes(parts: ClientsHttpParts) {
  const clients = clientChanges(parts);
  const claims = claimActions(parts.changed);
  const contacts = contactActions(parts);
  const keys = keyActions(parts);
  const files = importActions(parts);
  const rotation = rotationActions(parts);
  return [
    route("GET /organisations", organisationActions.list),
    route("GET /organisations/:organisation", organisationActions.get, { saysMore: true }),
    route("PUT /organisations/:organisation", organisationActions.put),
    route("DELETE /organisations/:organisation", organisationActions.remove),
    route("POST /organisations/:organisation/contacts", contacts.add, { status: 201 }),
    route("PUT /organisations/:organisation/contacts/:contact", contacts.put),
    route("DELETE /organisations/:organisation/contacts/:contact", contacts.remove),
    route("POST /organisations/:organisation/contacts/:contact/verification", contacts.ask, { status: 201 }),
    route("POST /contact-verifications", contacts.verify),
    route("GET /clients", clientReads.list),
    route("POST /clients", clients.create, { status: 201 }),
    route("GET /clients.csv", files.give, { text: "csv" }),
    route("POST /clients/import", files.take, { bodyLimit: FILE_BYTES_MAX }),
    route("GET /clients/:client", clientReads.get, { saysMore: true }),
    route("PUT /clients/:client", clients.put),
    route("DELETE /clients/:client", clients.retire),
    route("POST /clients/:client/claims", claims.claim),
    route("DELETE /clients/:client/claims", claims.release),
    route("GET /clients/:client/keys", keys.list),
    route("POST /clients/:client/keys", keys.create, { status: 201 }),
    route("PUT /clients/:client/keys/:key", keys.put),
    route("DELETE /clients/:client/keys/:key", keys.revoke),
    route("POST /clients/:client/keys/:key/rotation", rotation.rotate, { status: 201 }),
    route("DELETE /clients/:client/keys/:key/rotation", rotation.undo),
    route("POST /clients/:client/foreign-keys", keys.importForeign, { status: 201 }),
  ];
}
