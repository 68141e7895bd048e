import type { Migration } from "#storage";

/** By which ways people are told, and what was sent to whom. */
export const notificationMigrations: readonly Migration[] = [
  {
    name: "0001-notification",
    sql: [
      `create table notification_methods (
        id text primary key,
        person_id text not null,
        kind text not null,
        title text not null,
        sealed text not null,
        shown text not null,
        created_at bigint not null,
        verified_at bigint,
        proven_at bigint,
        failing_since bigint,
        failure text,
        disabled bigint not null
      )`,
      "create index notification_methods_by_person on notification_methods (person_id, created_at, id)",
      `create table notification_verifications (
        method_id text primary key references notification_methods (id) on delete cascade,
        sha256 text not null,
        until bigint not null,
        wrong bigint not null,
        sent_at bigint not null
      )`,
      "create index notification_verifications_by_hash on notification_verifications (sha256)",
      `create table notification_rules (
        person_id text not null,
        urgency text not null,
        position bigint not null,
        way text not null,
        after_ms bigint not null,
        managed_by text,
        primary key (person_id, urgency, position)
      )`,
      `create table notification_channels (
        name text primary key,
        id text not null unique,
        kind text not null,
        title text not null,
        sealed text not null,
        shown text not null,
        created_at bigint not null,
        failing_since bigint,
        failure text,
        revision bigint not null,
        managed_by text
      )`,
      `create table notification_settings (
        kind text primary key,
        sealed text not null,
        shown text not null,
        changed_at bigint not null,
        revision bigint not null
      )`,
      // No reference to methods or channels: what was sent stays known when they are gone.
      `create table notification_messages (
        id text primary key,
        subject text not null,
        key text not null,
        to_kind text not null,
        to_name text not null,
        address text not null,
        kind text not null,
        shown text not null,
        event text not null,
        urgency text not null,
        title text not null,
        sealed text not null,
        because text,
        created_at bigint not null,
        due_at bigint not null,
        state text not null,
        attempts bigint not null,
        begun_at bigint,
        sent_at bigint,
        settled_at bigint,
        last_error text,
        may_have_arrived bigint not null,
        may_be_repeat bigint not null,
        bundled_in text
      )`,
      "create unique index notification_messages_by_key on notification_messages (subject, key, address)",
      "create index notification_messages_by_receiver on notification_messages (to_kind, to_name, created_at, id)",
      "create index notification_messages_by_begin on notification_messages (address, begun_at)",
      "create index notification_messages_by_sending on notification_messages (address, sent_at)",
      "create index notification_messages_due on notification_messages (address, due_at) where state = 'due'",
      "create index notification_messages_by_bundle on notification_messages (bundled_in) where bundled_in is not null",
      "create index notification_messages_by_settling on notification_messages (settled_at)",
    ],
  },
];
