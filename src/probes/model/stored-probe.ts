import type { Check, Probe } from "./probe.ts";
import { NEW_STATE, type ProbeResult, type ProbeState } from "./probe-state.ts";
import type { HourRow, ProbeRow, ResultRow, StateRow } from "./rows.ts";

/** A probe of its row; the values of its secret headers are sealed. */
export function probeOfRow(row: ProbeRow): Probe {
  const { probe: name, api, title, failures, successes, revision } = row;
  return {
    ...(JSON.parse(row.checked) as Check),
    name,
    api,
    title,
    failures,
    successes,
    revision,
    everyMs: row.every_ms,
    tlsDays: row.tls_days,
    paused: row.paused === 1,
    createdAt: row.created_at,
    managedBy: row.managed_by,
  };
}

/** The row of a probe whose secrets are sealed. */
export function rowOfProbe(probe: Probe): ProbeRow {
  const { method, url, headers, body, timeoutMs, redirects, expect } = probe;
  const checked: Check = { method, url, headers, body, timeoutMs, redirects, expect };
  return {
    probe: probe.name,
    api: probe.api,
    title: probe.title,
    checked: JSON.stringify(checked),
    every_ms: probe.everyMs,
    tls_days: probe.tlsDays,
    failures: probe.failures,
    successes: probe.successes,
    paused: probe.paused ? 1 : 0,
    created_at: probe.createdAt,
    revision: probe.revision,
    managed_by: probe.managedBy,
  };
}

/** What is known of a probe; of one that has no row, nothing. */
export function stateOfRow(row: Pick<StateRow, "state"> | undefined): ProbeState {
  return row === undefined ? NEW_STATE : (JSON.parse(row.state) as ProbeState);
}

/** A run of its row. */
export function resultOfRow(row: ResultRow): ProbeResult {
  return {
    seq: row.seq,
    at: row.at,
    passed: row.passed === 1,
    status: row.status,
    totalUs: row.total_us,
    lookupUs: row.lookup_us,
    connectUs: row.connect_us,
    tlsUs: row.tls_us,
    waitUs: row.wait_us,
    certificateEndsAt: row.certificate_ends_at,
    faults: JSON.parse(row.faults) as string[],
  };
}

/** The row of a run of this probe. */
export function rowOfResult(probe: string, result: ProbeResult): ResultRow {
  return {
    probe,
    seq: result.seq,
    at: result.at,
    passed: result.passed ? 1 : 0,
    status: result.status,
    total_us: result.totalUs,
    lookup_us: result.lookupUs,
    connect_us: result.connectUs,
    tls_us: result.tlsUs,
    wait_us: result.waitUs,
    certificate_ends_at: result.certificateEndsAt,
    faults: JSON.stringify(result.faults),
  };
}

/** What a run adds to its hour. */
export function hourOfResult(probe: string, result: ProbeResult, hour: number): HourRow {
  const answered = result.status > 0;
  return {
    probe,
    hour,
    runs: 1,
    passed: result.passed ? 1 : 0,
    answered: answered ? 1 : 0,
    total_us: answered ? result.totalUs : 0,
    slowest_us: answered ? result.totalUs : 0,
  };
}
