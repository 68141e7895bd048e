import type { Migration } from "#storage";

/** APIs, and the objectives file of each. */
export const apisMigrations: readonly Migration[] = [
  {
    name: "0001-apis",
    sql: [
      `create table apis_apis (
        api text primary key,
        title text not null,
        at text,
        created_at bigint not null,
        revision bigint not null
      )`,
      `create table apis_objectives_files (
        api text primary key references apis_apis (api) on delete cascade,
        text text not null,
        revision bigint not null
      )`,
    ],
  },
  {
    name: "0002-managed",
    sql: ["alter table apis_apis add column managed_by text"],
  },
  {
    name: "0003-versions",
    sql: [
      "alter table apis_apis add column owner text",
      "alter table apis_apis add column description text not null default ''",
      `create table apis_versions (
        api text not null references apis_apis (api) on delete cascade,
        version text not null,
        title text not null,
        created_at bigint not null,
        revision bigint not null,
        primary key (api, version)
      )`,
      `create table apis_life_facts (
        api text not null,
        version text not null,
        seq bigint not null,
        state text not null check (state in ('live', 'deprecated', 'retired')),
        at bigint not null,
        made_by text not null,
        sunset_at bigint,
        successor text,
        primary key (api, version, seq),
        foreign key (api, version) references apis_versions (api, version) on delete cascade
      )`,
      `create table apis_documents (
        api text not null,
        version text not null,
        text text not null,
        summary text not null,
        put_at bigint not null,
        put_by text not null,
        revision bigint not null,
        primary key (api, version),
        foreign key (api, version) references apis_versions (api, version) on delete cascade
      )`,
      `create table apis_environments (
        api text not null references apis_apis (api) on delete cascade,
        environment text not null,
        address text,
        version text,
        revision bigint not null,
        primary key (api, environment)
      )`,
      `create table apis_maintenance (
        id text primary key,
        api text not null references apis_apis (api) on delete cascade,
        starts_at bigint not null,
        ends_at bigint not null,
        title text not null,
        note text not null,
        announced_at bigint not null,
        announced_by text not null,
        revision bigint not null,
        check (ends_at > starts_at)
      )`,
      "create index apis_maintenance_of_api on apis_maintenance (api, starts_at)",
    ],
  },
  {
    name: "0004-versions-in-texts",
    sql: [
      "alter table apis_versions add column managed_by text",
      "alter table apis_environments add column managed_by text",
      "alter table apis_documents add column sha256 text",
    ],
  },
  {
    name: "0005-reach",
    sql: [
      "alter table apis_apis add column records text",
      "alter table apis_apis add column upstream text",
      "alter table apis_apis add column logs text",
      "alter table apis_apis add column client_rule text",
      "alter table apis_apis add column first_source text",
    ],
  },
  {
    name: "0006-releases",
    sql: [
      `create table apis_releases (
        id text primary key,
        api text not null references apis_apis (api) on delete cascade,
        release text not null,
        at bigint not null,
        title text not null,
        link text,
        environment text not null,
        said_by text not null,
        said_at bigint not null
      )`,
      "create index apis_releases_of_api on apis_releases (api, at)",
    ],
  },
  {
    name: "0007-losses",
    sql: [
      `create table apis_losses (
        id text primary key,
        api text not null references apis_apis (api) on delete cascade,
        gateway text,
        starts_at bigint not null,
        ends_at bigint not null,
        requests bigint not null,
        told_at bigint not null,
        check (ends_at > starts_at)
      )`,
      "create index apis_losses_of_api on apis_losses (api, ends_at)",
    ],
  },
];
