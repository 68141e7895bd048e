import type { Migration } from "#storage";

/** Schedules with all texts that they had, overrides, swaps, and the addresses of calendars. */
export const oncallMigrations: readonly Migration[] = [
  {
    name: "0001-schedules",
    sql: [
      `create table oncall_schedules (
        schedule text primary key,
        title text not null,
        text text not null,
        created_at bigint not null,
        removed_at bigint,
        revision bigint not null,
        managed_by text,
        changes bigint not null,
        changed_at bigint not null
      )`,
      `create table oncall_versions (
        schedule text not null references oncall_schedules (schedule) on delete cascade,
        from_at bigint not null,
        text text,
        primary key (schedule, from_at)
      )`,
      `create table oncall_overrides (
        id text primary key,
        schedule text not null references oncall_schedules (schedule) on delete cascade,
        seq bigint not null,
        from_at bigint not null,
        to_at bigint not null,
        change text not null,
        reason text not null,
        author text not null,
        created_at bigint not null,
        ended_at bigint,
        ended_by text,
        swap text
      )`,
      "create unique index oncall_overrides_of_schedule on oncall_overrides (schedule, seq)",
      `create table oncall_swaps (
        id text primary key,
        schedule text not null references oncall_schedules (schedule) on delete cascade,
        person text not null,
        from_at bigint not null,
        to_at bigint not null,
        reason text not null,
        requested_at bigint not null,
        taken_at bigint,
        taken_by text,
        return_from bigint,
        return_to bigint,
        withdrawn_at bigint
      )`,
      "create index oncall_swaps_of_schedule on oncall_swaps (schedule, to_at)",
      `create table oncall_calendars (
        person_id text not null,
        schedule text not null,
        secret_sha256 text not null,
        created_at bigint not null,
        primary key (person_id, schedule)
      )`,
      "create unique index oncall_calendars_by_secret on oncall_calendars (secret_sha256)",
    ],
  },
];
