import type { Migration } from "#storage";

/** People, their sessions, tokens, the one-time set-up, and the audit log. */
export const identityMigrations: readonly Migration[] = [
  {
    name: "0001-identity",
    sql: [
      `create table identity_people (
        id text primary key,
        name text not null,
        name_key text not null unique,
        password text not null,
        created_at bigint not null
      )`,
      `create table identity_sessions (
        sha256 text primary key,
        person_id text not null references identity_people (id) on delete cascade,
        address text not null,
        created_at bigint not null,
        seen_at bigint not null,
        expires_at bigint not null
      )`,
      `create index identity_sessions_by_person on identity_sessions (person_id, created_at)`,
      `create table identity_tokens (
        id text primary key,
        name text not null,
        prefix text not null,
        sha256 text not null unique,
        scopes text not null,
        created_at bigint not null,
        created_by text not null,
        expires_at bigint,
        last_used_at bigint
      )`,
      `create table identity_setup (
        only_row bigint primary key check (only_row = 1),
        sha256 text not null,
        created_at bigint not null
      )`,
      `create table identity_audit (
        seq bigint primary key,
        at bigint not null,
        actor_kind text not null,
        actor text not null,
        action text not null,
        subject text not null,
        facts text not null,
        address text not null,
        previous text not null,
        hash text not null
      )`,
    ],
  },
  {
    name: "0002-roles",
    sql: [
      `alter table identity_people add column roles text not null default '["administrator"]'`,
      `create table identity_memberships (
        person_id text not null references identity_people (id) on delete cascade,
        organisation text not null,
        created_at bigint not null,
        primary key (person_id, organisation)
      )`,
      `create index identity_memberships_by_organisation on identity_memberships (organisation, person_id)`,
    ],
  },
  {
    name: "0003-people",
    sql: [
      `alter table identity_people add column handle text`,
      `update identity_people set handle = replace(id, '_', '-')`,
      `create unique index identity_people_by_handle on identity_people (handle)`,
      `alter table identity_people add column mail text`,
      `alter table identity_people add column mail_key text`,
      `create unique index identity_people_by_mail on identity_people (mail_key)`,
      `alter table identity_people add column disabled_at bigint`,
      `alter table identity_people add column revision bigint not null default 1`,
      `alter table identity_people add column managed_by text`,
      `create table identity_invitations (
        id text primary key,
        sha256 text not null unique,
        mail text not null,
        mail_key text not null,
        name text,
        roles text not null,
        organisation text,
        person_id text references identity_people (id) on delete cascade,
        created_at bigint not null,
        created_by text not null,
        sent_at bigint not null,
        expires_at bigint not null
      )`,
      `create index identity_invitations_by_mail on identity_invitations (mail_key)`,
      `create index identity_invitations_by_organisation on identity_invitations (organisation)`,
      `create table identity_resets (
        sha256 text primary key,
        person_id text not null references identity_people (id) on delete cascade,
        created_at bigint not null,
        expires_at bigint not null
      )`,
      `create index identity_resets_by_person on identity_resets (person_id, created_at)`,
    ],
  },
  {
    name: "0004-second-factors",
    sql: [
      `create table identity_second_factors (
        person_id text primary key references identity_people (id) on delete cascade,
        sealed text not null,
        created_at bigint not null,
        confirmed_at bigint,
        last_step bigint not null
      )`,
      `create table identity_recovery_codes (
        sha256 text primary key,
        person_id text not null references identity_people (id) on delete cascade
      )`,
      `create index identity_recovery_codes_by_person on identity_recovery_codes (person_id)`,
    ],
  },
  {
    name: "0005-teams",
    sql: [
      `create table identity_teams (
        team text primary key,
        title text not null,
        created_at bigint not null,
        revision bigint not null,
        managed_by text
      )`,
      `create table identity_team_people (
        team text not null references identity_teams (team) on delete cascade,
        person_id text not null references identity_people (id) on delete cascade,
        primary key (team, person_id)
      )`,
      `create index identity_team_people_by_person on identity_team_people (person_id)`,
    ],
  },
  {
    name: "0006-audit-order",
    sql: [
      `create index identity_audit_by_subject on identity_audit (subject, seq)`,
      `create index identity_audit_by_actor on identity_audit (actor, seq)`,
      `create index identity_audit_by_time on identity_audit (at, seq)`,
    ],
  },
  {
    name: "0007-bindings",
    sql: [
      `create table identity_bindings (
        issuer text not null,
        subject text not null,
        person_id text not null references identity_people (id) on delete cascade,
        mail text,
        created_at bigint not null,
        primary key (issuer, subject)
      )`,
      `create unique index identity_bindings_by_person on identity_bindings (person_id, issuer)`,
    ],
  },
  {
    name: "0008-claimed-addresses",
    sql: [`alter table identity_people add column mail_claimed bigint not null default 0`],
  },
  {
    name: "0009-schedules-of-teams",
    sql: [`alter table identity_teams add column schedule text`],
  },
];
