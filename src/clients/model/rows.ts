/** The module's tables as they are stored: instants in epoch ms, lists as JSON. */
export interface ClientsRows {
  clients_organisations: OrganisationRow;
  clients_contacts: ContactRow;
  clients_clients: ClientRow;
  clients_names: NameRow;
  clients_keys: KeyRow;
}

/** An organisation. `note` is the provider's own; `revision` rises with each change, from 1. */
export interface OrganisationRow {
  organisation: string;
  title: string;
  note: string;
  created_at: number;
  revision: number;
  /** The configuration text that owns it; null: nobody's text. */
  managed_by: string | null;
}

/** Where an organisation is reached. While a link is out, its SHA-256 and end are kept. */
export interface ContactRow {
  id: string;
  organisation: string;
  kind: string;
  mail: string;
  notices: string;
  created_at: number;
  verified_at: number | null;
  link_sha256: string | null;
  link_until: number | null;
}

/** A registered client. `id` never changes, `client` is its name now; `search` is what a list is searched in. */
export interface ClientRow {
  id: string;
  client: string;
  organisation: string;
  title: string;
  description: string;
  environment: string | null;
  search: string;
  created_at: number;
  /** Since when it is retired: it keeps its names and its history, its keys are dead. */
  retired_at: number | null;
  revision: number;
  managed_by: string | null;
}

/** A text that stands for one client: its own name, one that it had, or one under which it is seen in traffic. */
export interface NameRow {
  name: string;
  client_id: string;
  kind: "own" | "former" | "seen";
  created_at: number;
}

/**
 * A key without its secret. `lookup` is the eight letters that our keys show, or the SHA-256 of a whole foreign key;
 * `sha256` is that of the secret, or again of the whole foreign key. `expired_before`: when it would have expired had
 * it not been replaced.
 */
export interface KeyRow {
  id: string;
  client_id: string;
  environment: string;
  format: "plimsoll" | "foreign";
  lookup: string;
  sha256: string;
  prefix: string;
  last_four: string;
  scopes: string;
  created_at: number;
  created_by: string;
  expires_at: number | null;
  last_used_at: number | null;
  revoked_at: number | null;
  revoked_by: string | null;
  reason: string | null;
  /** The key that this one takes the place of. */
  replaces: string | null;
  expired_before: number | null;
}
