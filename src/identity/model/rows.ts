import type { AuditEntry } from "./audit-entry.ts";

/** The module's tables as they are stored: instants in epoch ms, lists as JSON. */
export interface IdentityRows {
  identity_people: PersonRow;
  identity_memberships: MembershipRow;
  identity_invitations: InvitationRow;
  identity_resets: ResetRow;
  identity_second_factors: SecondFactorRow;
  identity_recovery_codes: { sha256: string; person_id: string };
  identity_bindings: BindingRow;
  identity_teams: TeamRow;
  identity_team_people: { team: string; person_id: string };
  identity_sessions: SessionRow;
  identity_tokens: TokenRow;
  identity_setup: { only_row: number; sha256: string; created_at: number };
  identity_audit: AuditRow;
}

/** A person; `roles` is a list as JSON, empty for developers. */
export interface PersonRow {
  id: string;
  name: string;
  /** What the person can sign in with: the key of the name for the first of that name, with the id behind it for others. */
  name_key: string;
  /** The PHC string; empty until the person has chosen a password. */
  password: string;
  created_at: number;
  roles: string;
  /** By which configuration texts and teams name the person; stays. */
  handle: string;
  mail: string | null;
  mail_key: string | null;
  /** 1 where only the person says that the address is theirs: then no identity provider signs them in by it. */
  mail_claimed: number;
  /** A disabled person cannot sign in. */
  disabled_at: number | null;
  revision: number;
  managed_by: string | null;
}

/** Somebody is asked to come: with roles, for an organisation, or as the person that is there already (`person_id`). */
export interface InvitationRow {
  id: string;
  sha256: string;
  mail: string;
  mail_key: string;
  name: string | null;
  roles: string;
  organisation: string | null;
  person_id: string | null;
  created_at: number;
  created_by: string;
  /** When a letter was ordered last. */
  sent_at: number;
  expires_at: number;
}

/** A new password may be chosen with the token of which this is the hash. */
export interface ResetRow {
  sha256: string;
  person_id: string;
  created_at: number;
  expires_at: number;
}

/** A developer acts for an organisation; `organisation` is its name, which the module of clients knows. */
export interface MembershipRow {
  person_id: string;
  organisation: string;
  created_at: number;
}

/** The secret of codes, under the seal; asked for when it is confirmed. `last_step`: of the last code that was used. */
export interface SecondFactorRow {
  person_id: string;
  sealed: string;
  created_at: number;
  confirmed_at: number | null;
  last_step: number;
}

/** An account of an identity provider by which a person signs in; `mail`: what was verified when it was bound. */
export interface BindingRow {
  issuer: string;
  subject: string;
  person_id: string;
  mail: string | null;
  created_at: number;
}

/** People who are told, and on call, together. */
export interface TeamRow {
  team: string;
  title: string;
  created_at: number;
  revision: number;
  managed_by: string | null;
  /** The schedule by which whoever is on call in the team is found; its module knows it. */
  schedule: string | null;
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
  actor_kind: AuditEntry["actorKind"];
  actor: string;
  action: string;
  subject: string;
  facts: string;
  address: string;
  previous: string;
  hash: string;
}
