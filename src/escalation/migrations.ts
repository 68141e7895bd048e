import type { Migration } from "#storage";

/** Policies, pages with what was decided about them, and whom they told. */
export const escalationMigrations: readonly Migration[] = [
  {
    name: "0001-escalation",
    sql: [
      `create table escalation_policies (
        policy text primary key,
        entry text not null,
        zone text not null,
        created_at bigint not null,
        revision bigint not null,
        managed_by text
      )`,
      // No reference to the group: a page outlives it.
      `create table escalation_pages (
        id text primary key,
        group_id text not null,
        policy text not null,
        urgency text not null,
        notice text not null,
        state text not null,
        since_at bigint not null,
        begun_at bigint not null,
        due_at bigint not null,
        told_at bigint,
        reacted_at bigint,
        reacted_by text,
        over_at bigint,
        end_told_at bigint,
        next_at bigint,
        awaits bigint not null,
        seq bigint not null,
        revision bigint not null
      )`,
      "create index escalation_pages_of_group on escalation_pages (group_id, begun_at)",
      // One open page for each group.
      "create unique index escalation_pages_open on escalation_pages (group_id) where over_at is null",
      "create index escalation_pages_due on escalation_pages (next_at) where next_at is not null",
      "create index escalation_pages_owed on escalation_pages (group_id) where end_told_at is null",
      "create index escalation_pages_by_age on escalation_pages (begun_at, id)",
      `create table escalation_entries (
        page_id text not null references escalation_pages (id) on delete cascade,
        seq bigint not null,
        at bigint not null,
        what text not null,
        who text,
        why text not null,
        inputs text not null,
        told text not null,
        next_at bigint,
        next_what text,
        primary key (page_id, seq)
      )`,
      `create table escalation_told (
        page_id text not null references escalation_pages (id) on delete cascade,
        seq bigint not null,
        kind text not null,
        name text not null,
        event text not null,
        at bigint not null,
        primary key (page_id, seq, kind, name)
      )`,
      "create index escalation_told_by_name on escalation_told (kind, name, at)",
      "create index escalation_told_by_age on escalation_told (at)",
    ],
  },
  {
    name: "0002-stranded-pages",
    sql: [
      // What the auditor looks for each second: as a rule, nothing.
      `create index escalation_pages_stranded on escalation_pages (begun_at)
        where over_at is null and awaits = 1 and next_at is null`,
    ],
  },
];
