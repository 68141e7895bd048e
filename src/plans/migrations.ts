import type { Migration } from "#storage";

/** Plans; who is on which for which API, and all that happened to that. */
export const plansMigrations: readonly Migration[] = [
  {
    name: "0001-plans",
    sql: [
      `create table plans_plans (
        plan text primary key,
        title text not null,
        description text not null,
        apis text,
        rate_limit text,
        burst bigint,
        quota text,
        price text,
        access text not null check (access in ('automatic', 'on request')),
        visibility text not null check (visibility in ('public', 'private')),
        organisations text not null,
        operations text not null,
        zone text not null,
        created_at bigint not null,
        retired_at bigint,
        revision bigint not null,
        managed_by text
      )`,
      `create table plans_subscriptions (
        id text primary key,
        client_id text not null,
        api text not null,
        plan text not null references plans_plans (plan),
        requested_at bigint not null,
        requested_by text not null,
        requested_side text not null,
        approved_at bigint,
        suspended_at bigint,
        ended_at bigint,
        next_plan text references plans_plans (plan),
        next_from bigint,
        wanted_plan text references plans_plans (plan),
        wanted_at bigint,
        wanted_from text check (wanted_from in ('now', 'next period')),
        reason text not null,
        revision bigint not null,
        managed_by text
      )`,
      `create unique index plans_subscriptions_live on plans_subscriptions (client_id, api) where ended_at is null`,
      `create index plans_subscriptions_newest on plans_subscriptions (requested_at, id)`,
      `create index plans_subscriptions_by_client on plans_subscriptions (client_id, requested_at, id)`,
      `create index plans_subscriptions_by_api on plans_subscriptions (api, requested_at, id)`,
      `create index plans_subscriptions_by_plan on plans_subscriptions (plan, requested_at, id)`,
      `create index plans_subscriptions_waiting on plans_subscriptions (requested_at, id)
        where ended_at is null and (approved_at is null or wanted_plan is not null)`,
      `create table plans_subscription_events (
        subscription text not null references plans_subscriptions (id),
        seq bigint not null,
        at bigint not null,
        by_name text not null,
        by_side text not null check (by_side in ('provider', 'organisation')),
        what text not null,
        plan text,
        plan_from bigint,
        reason text not null,
        primary key (subscription, seq)
      )`,
    ],
  },
  {
    name: "0002-quota-notices",
    sql: [
      `create table plans_quota_notices (
        subscription text not null references plans_subscriptions (id),
        period_start bigint not null,
        threshold bigint not null,
        period_end bigint not null,
        told bigint not null,
        at bigint not null,
        primary key (subscription, period_start, threshold)
      )`,
    ],
  },
];
