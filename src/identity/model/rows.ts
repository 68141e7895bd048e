/** The module's tables as they are stored: instants in epoch ms, lists as JSON. */
export interface IdentityRows {
  identity_people: PersonRow;
  identity_memberships: MembershipRow;
  identity_sessions: SessionRow;
  identity_tokens: TokenRow;
  identity_setup: { only_row: number; sha256: string; created_at: number };
  identity_audit: AuditRow;
}

/** A person with the PHC string of the password; `roles` is a list as JSON, empty for developers. */
export interface PersonRow {
  id: string;
  name: string;
  name_key: string;
  password: string;
  created_at: number;
  roles: string;
}

/** A developer acts for an organisation; `organisation` is its name, which the module of clients knows. */
export interface MembershipRow {
  person_id: string;
  organisation: string;
  created_at: number;
}

/** A session by the SHA-256 of its token. */
export interface SessionRow {
  sha256: string;
  person_id: string;
  address: string;
  created_at: number;
  seen_at: number;
  expires_at: number;
}

/** A bearer token by its SHA-256; `prefix` is what may be shown of it. */
export interface TokenRow {
  id: string;
  name: string;
  prefix: string;
  sha256: string;
  scopes: string;
  created_at: number;
  created_by: string;
  expires_at: number | null;
  last_used_at: number | null;
}

/** An audit entry and its hash. */
export interface AuditRow {
  seq: number;
  at: number;
  actor_kind: "person" | "token" | "nobody" | "program";
  actor: string;
  action: string;
  subject: string;
  facts: string;
  address: string;
  previous: string;
  hash: string;
}
