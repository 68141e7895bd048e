import type { Migration } from "#storage";

/** Organisations with their contacts, their clients with all names that these have and had, and the clients' keys. */
export const clientsMigrations: readonly Migration[] = [
  {
    name: "0001-clients",
    sql: [
      `create table clients_organisations (
        organisation text primary key,
        title text not null,
        note text not null,
        created_at bigint not null,
        revision bigint not null,
        managed_by text
      )`,
      `create table clients_contacts (
        id text primary key,
        organisation text not null references clients_organisations (organisation) on delete cascade,
        kind text not null,
        mail text not null,
        notices text not null,
        created_at bigint not null,
        verified_at bigint,
        link_sha256 text unique,
        link_until bigint
      )`,
      `create unique index clients_contacts_once on clients_contacts (organisation, kind, mail)`,
      `create table clients_clients (
        id text primary key,
        client text not null unique,
        organisation text not null references clients_organisations (organisation),
        title text not null,
        description text not null,
        environment text,
        search text not null,
        created_at bigint not null,
        retired_at bigint,
        revision bigint not null,
        managed_by text
      )`,
      `create index clients_clients_by_organisation on clients_clients (organisation, client)`,
      `create table clients_names (
        name text primary key,
        client_id text not null references clients_clients (id) on delete cascade,
        kind text not null check (kind in ('own', 'former', 'seen')),
        created_at bigint not null
      )`,
      `create index clients_names_by_client on clients_names (client_id, name)`,
      `create table clients_keys (
        id text primary key,
        client_id text not null references clients_clients (id) on delete cascade,
        environment text not null,
        format text not null check (format in ('plimsoll', 'foreign')),
        lookup text not null unique,
        sha256 text not null,
        prefix text not null,
        last_four text not null,
        scopes text not null,
        created_at bigint not null,
        created_by text not null,
        expires_at bigint,
        last_used_at bigint,
        revoked_at bigint,
        revoked_by text,
        reason text,
        replaces text,
        expired_before bigint
      )`,
      `create index clients_keys_by_client on clients_keys (client_id, created_at)`,
    ],
  },
];
