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
];
