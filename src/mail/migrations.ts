import type { Migration } from "#storage";

/** Letters: those that wait, and what became of the others. */
export const mailMigrations: readonly Migration[] = [
  {
    name: "0001-letters",
    sql: [
      `create table mail_letters (
        id text primary key,
        key text not null unique,
        to_address text not null,
        subject text not null,
        sealed text not null,
        state text not null check (state in ('due', 'sent', 'refused', 'expired')),
        created_at bigint not null,
        until bigint not null,
        attempts bigint not null,
        last_error text,
        next_attempt_at bigint,
        settled_at bigint
      )`,
      "create index mail_letters_by_time on mail_letters (created_at, id)",
    ],
  },
];
