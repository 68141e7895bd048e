import type { Migration } from "#storage";

/** Alerts, where they go, and what became of each message. */
export const alertingMigrations: readonly Migration[] = [
  {
    name: "0001-alerting",
    sql: [
      // client is '' for the whole API: null would not be equal to itself in the unique index.
      `create table alerting_alerts (
        id text primary key,
        api text not null,
        objective text not null,
        kind text not null,
        client text not null,
        urgency text not null,
        fired_at bigint not null,
        told_at bigint,
        ended_at bigint,
        ending text,
        muted_by text,
        pairs text not null,
        explanation text not null
      )`,
      `create unique index alerting_alerts_by_identity
        on alerting_alerts (objective, kind, client, urgency, fired_at)`,
      "create index alerting_alerts_by_age on alerting_alerts (fired_at, id)",
      "create index alerting_alerts_firing on alerting_alerts (fired_at) where ended_at is null",
      `create table alerting_destinations (
        id text primary key,
        title text not null,
        kind text not null,
        url text not null,
        secret text not null,
        old_secret text,
        old_secret_until bigint,
        urgencies text not null,
        apis text,
        enabled bigint not null,
        created_at bigint not null,
        revision bigint not null
      )`,
      // No reference to the destination: what was sent stays known when it is deleted.
      `create table alerting_deliveries (
        id text primary key,
        alert_id text references alerting_alerts (id),
        event text not null,
        destination_id text not null,
        destination_title text not null,
        state text not null,
        notice text not null,
        created_at bigint not null,
        attempts bigint not null,
        next_attempt_at bigint,
        last_status bigint,
        last_error text,
        may_have_arrived bigint not null,
        settled_at bigint
      )`,
      `create unique index alerting_deliveries_by_event
        on alerting_deliveries (alert_id, event, destination_id)`,
      "create index alerting_deliveries_by_age on alerting_deliveries (created_at, id)",
    ],
  },
  {
    name: "0002-alerts-from-elsewhere",
    sql: [
      "alter table alerting_alerts add column source text not null default 'plimsoll'",
      "alter table alerting_alerts add column dedup_key text not null default ''",
      "alter table alerting_alerts add column labels text not null default '{}'",
      "alter table alerting_alerts add column annotations text not null default '{}'",
      "alter table alerting_alerts add column expires_at bigint",
      "drop index alerting_alerts_by_identity",
      // Alerts from elsewhere have one objective and kind in common: their keys tell them apart.
      `create unique index alerting_alerts_by_identity
        on alerting_alerts (objective, kind, client, urgency, fired_at, source, dedup_key)`,
      "create index alerting_alerts_by_key on alerting_alerts (source, dedup_key) where ended_at is null",
    ],
  },
  {
    name: "0003-groups",
    sql: [
      // group_key: receiver and labels, canonical. why: the last decision, as JSON.
      `create table alerting_groups (
        id text primary key,
        group_key text not null,
        receiver text not null,
        labels text not null,
        route text not null,
        wait_ms bigint not null,
        update_ms bigint not null,
        repeat_ms bigint not null,
        routing_revision bigint not null,
        since bigint not null,
        began_at bigint not null,
        audible_at bigint,
        told_at bigint,
        changed_at bigint,
        ended_at bigint,
        rerouted_at bigint,
        urgency text not null,
        title text not null,
        firing bigint not null,
        muted bigint not null,
        next_look_at bigint,
        why text not null,
        entries bigint not null
      )`,
      // One group takes what comes under its key; one that its routes left only waits for its end.
      `create unique index alerting_groups_open on alerting_groups (group_key)
        where ended_at is null and rerouted_at is null`,
      "create index alerting_groups_due on alerting_groups (next_look_at) where next_look_at is not null",
      "create index alerting_groups_by_age on alerting_groups (began_at, id)",
      `create table alerting_group_alerts (
        group_id text not null references alerting_groups (id),
        alert_id text not null references alerting_alerts (id),
        joined_at bigint not null,
        told_at bigint,
        end_told_at bigint,
        primary key (group_id, alert_id)
      )`,
      "create index alerting_group_alerts_by_alert on alerting_group_alerts (alert_id)",
      // What was decided of a group, in order, for its story.
      `create table alerting_group_entries (
        group_id text not null references alerting_groups (id),
        seq bigint not null,
        at bigint not null,
        what text not null,
        why text not null,
        primary key (group_id, seq)
      )`,
      // A silence that was ended early stays, with who ended it.
      `create table alerting_silences (
        id text primary key,
        matchers text not null,
        author text not null,
        reason text not null,
        created_at bigint not null,
        confirmed_at bigint not null,
        starts_at bigint not null,
        ends_at bigint not null,
        ended_by text,
        revision bigint not null
      )`,
      "create index alerting_silences_by_end on alerting_silences (ends_at, id)",
      // One row: where alerts go. None: the built-in way.
      `create table alerting_routing (
        id text primary key,
        text text not null,
        revision bigint not null,
        managed_by text,
        changed_at bigint not null
      )`,
    ],
  },
  {
    name: "0004-signals",
    sql: [
      "create index alerting_alerts_of_source on alerting_alerts (source, dedup_key, fired_at)",
      "create index alerting_alerts_expiring on alerting_alerts (expires_at) where ended_at is null",
      `create table alerting_sources (
        source text primary key,
        title text not null,
        format text not null,
        mapping text,
        labels text not null,
        urgency text not null,
        lapse_ms bigint,
        created_at bigint not null,
        revision bigint not null
      )`,
      // Of each source that ever sent something, those that need not be made included.
      `create table alerting_source_states (
        source text primary key,
        last_at bigint,
        refused_at bigint,
        refusal text
      )`,
      // What says nothing new is counted on one row, which "once" names; any other row is named by its own id.
      `create table alerting_signals (
        id text primary key,
        once text not null,
        source text not null,
        action text not null,
        dedup_key text not null,
        outcome text not null,
        alert_id text,
        title text not null,
        first_at bigint not null,
        last_at bigint not null,
        times bigint not null
      )`,
      "create unique index alerting_signals_once on alerting_signals (once)",
      "create index alerting_signals_by_age on alerting_signals (last_at, id)",
      "create index alerting_signals_of_source on alerting_signals (source, last_at, id)",
      "create index alerting_signals_of_alert on alerting_signals (alert_id)",
    ],
  },
];
