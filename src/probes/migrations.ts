import type { Migration } from "#storage";

/** Probes with their runs, and these by the hour; heartbeats with their signs. */
export const probesMigrations: readonly Migration[] = [
  {
    name: "0001-probes",
    sql: [
      `create table probes_probes (
        probe text primary key,
        api text not null,
        title text not null,
        checked text not null,
        every_ms bigint not null,
        tls_days bigint not null,
        failures bigint not null,
        successes bigint not null,
        paused bigint not null,
        created_at bigint not null,
        revision bigint not null,
        managed_by text
      )`,
      "create index probes_probes_of_api on probes_probes (api, probe)",
      `create table probes_states (
        probe text primary key references probes_probes (probe) on delete cascade,
        state text not null
      )`,
      `create table probes_results (
        probe text not null references probes_probes (probe) on delete cascade,
        seq bigint not null,
        at bigint not null,
        passed bigint not null,
        status bigint not null,
        total_us bigint not null,
        lookup_us bigint not null,
        connect_us bigint not null,
        tls_us bigint not null,
        wait_us bigint not null,
        certificate_ends_at bigint,
        faults text not null,
        primary key (probe, seq)
      )`,
      `create table probes_hours (
        probe text not null references probes_probes (probe) on delete cascade,
        hour bigint not null,
        runs bigint not null,
        passed bigint not null,
        answered bigint not null,
        total_us bigint not null,
        slowest_us bigint not null,
        primary key (probe, hour)
      )`,
    ],
  },
  {
    name: "0002-heartbeats",
    sql: [
      `create table probes_heartbeats (
        heartbeat text primary key,
        api text not null,
        title text not null,
        every_ms bigint not null,
        grace_ms bigint not null,
        paused bigint not null,
        secret_sha256 text,
        state text not null,
        created_at bigint not null,
        revision bigint not null,
        managed_by text
      )`,
      "create index probes_heartbeats_of_api on probes_heartbeats (api, heartbeat)",
      `create table probes_beats (
        heartbeat text not null references probes_heartbeats (heartbeat) on delete cascade,
        seq bigint not null,
        at bigint not null,
        failed bigint not null,
        primary key (heartbeat, seq)
      )`,
      "create table probes_alive (id text primary key, at bigint not null)",
    ],
  },
];
