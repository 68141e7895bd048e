import type { Migration } from "#storage";

/** What waits to be done: a row is there as long as its job is not done. */
export const jobMigrations: readonly Migration[] = [
  {
    name: "0001-jobs",
    sql: [
      `create table jobs (
        queue text not null,
        key text not null,
        payload text not null,
        lane text,
        place bigint not null,
        target text,
        due_at bigint not null,
        attempts bigint not null,
        lease text,
        leased_until bigint,
        primary key (queue, key)
      )`,
      "create index jobs_by_due on jobs (due_at)",
      "create index jobs_by_lane on jobs (lane, place)",
    ],
  },
];
