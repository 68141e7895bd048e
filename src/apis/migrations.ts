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
];
