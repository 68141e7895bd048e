import { type Dictionaries, UNATTRIBUTED } from "#records";
import {
  compareText,
  type Histogram,
  HISTOGRAM_BOUND,
  HOUR_MS,
  instantText,
  type Interval,
  latencyText,
  OTHER,
  spanText,
} from "#kernel";
import { GRID_MS, slotOf, supportableTarget, UNATTRIBUTED_NAME } from "#objectives";
import { type Counts, countsOf } from "#traffic";
import type { Measurement } from "./measurement.ts";
import type { LatencyMs, ReplayReport, Supportable } from "./report.ts";
import type { Work } from "./work.ts";

/** A silence longer than this is a remark: perhaps the log is incomplete. */
const GAP_MS = HOUR_MS;
/** Of every supportable target. */
export const CONFIDENCE = 0.95;
const US_PER_MS = 1_000;
/** Latency limits that people promise. */
const LIMITS_MS = [10, 20, 30, 50, 100, 200, 300, 500, 1_000, 2_000, 3_000, 5_000, 10_000, 30_000];
const LATENCY_PPM = [990_000, 999_000];

type Findings = Pick<
  ReplayReport,
  | "from"
  | "to"
  | "statuses"
  | "responseBytes"
  | "latencyMs"
  | "activeClients"
  | "gaps"
  | "apis"
  | "clients"
  | "operations"
  | "supportable"
> &
  Counts;

/** What was counted, in the shape of the report: totals, and each API, client and operation, worst first. */
export function findingsOf({ measured, names, keys }: Work): Findings {
  const clients = rowsOf(
    measured.clients.length,
    (row) => measured.clients.countsOf(row),
    (row) => clientName(names, row),
  );
  const operations = rowsOf(
    measured.operations.length,
    (row) => measured.operations.countsOf(row),
    (row) => names.operations.nameOf(row),
  );
  const apis = rowsOf(
    measured.apis.length,
    (row) => measured.apis.countsOf(row),
    (row) => names.apis.nameOf(row),
  );
  return {
    ...periodOf(keys),
    ...countsOf(measured.byClass),
    statuses: statusesOf(measured.statuses),
    responseBytes: measured.responseBytes,
    latencyMs: latencyOf(measured.durationsUs),
    activeClients: clients.filter(({ name }) => name !== UNATTRIBUTED_NAME && name !== OTHER).length,
    gaps: gapsOf(keys),
    apis: apis.map(({ name, counts }) => ({ api: name, ...counts })),
    clients: clients.map(({ name, counts }) => ({ client: name, ...counts })),
    operations: operations.map(({ name, counts }) => ({ operation: name, ...counts })),
    supportable: supportableOf(measured),
  };
}

/** "no request between 17 May … and …: 5 h 3 min" */
export function gapText(gap: Interval): string {
  return `${instantText(gap.from)} to ${instantText(gap.to)} (${spanText(gap.to - gap.from)})`;
}

function periodOf(keys: Float64Array): Interval {
  return { from: slotOf(keys[0] ?? 0) * GRID_MS, to: (slotOf(keys.at(-1) ?? 0) + 1) * GRID_MS };
}

interface Named {
  readonly name: string;
  readonly counts: Counts;
}

function rowsOf(length: number, counts: (row: number) => Counts, name: (row: number) => string): Named[] {
  const rows = Array.from({ length }, (_, row) => ({ row, counts: counts(row) })).filter(
    (entry) => entry.counts.requests > 0,
  );
  const named = rows.map((entry) => ({ name: name(entry.row), counts: entry.counts }));
  return named.toSorted(worstFirst);
}

function worstFirst(a: Named, b: Named): number {
  if (a.counts.bad !== b.counts.bad) return b.counts.bad - a.counts.bad;
  if (a.counts.requests !== b.counts.requests) return b.counts.requests - a.counts.requests;
  return compareText(a.name, b.name);
}

/** Rows of clients are shifted by one: row 0 holds the unattributed requests. */
function clientName(names: Dictionaries, row: number): string {
  return row - 1 === UNATTRIBUTED ? UNATTRIBUTED_NAME : names.clients.nameOf(row - 1);
}

function statusesOf(statuses: Float64Array): Record<string, number> {
  const counted: Record<string, number> = {};
  statuses.forEach((count, status) => {
    if (count > 0) counted[String(status)] = count;
  });
  return counted;
}

function latencyOf(durationsUs: Histogram): LatencyMs | null {
  const [p50, p90, p95, p99] = [0.5, 0.9, 0.95, 0.99].map((q) => durationsUs.quantile(q));
  if (p50 === undefined || p50 === null) return null;
  return {
    p50: p50 / US_PER_MS,
    p90: (p90 ?? 0) / US_PER_MS,
    p95: (p95 ?? 0) / US_PER_MS,
    p99: (p99 ?? 0) / US_PER_MS,
    bound: HISTOGRAM_BOUND,
  };
}

function gapsOf(keys: Float64Array): Interval[] {
  const gaps: Interval[] = [];
  let last = slotOf(keys[0] ?? 0);
  for (const key of keys) {
    const slot = slotOf(key);
    if ((slot - last - 1) * GRID_MS > GAP_MS) gaps.push({ from: (last + 1) * GRID_MS, to: slot * GRID_MS });
    last = slot;
  }
  return gaps;
}

/**
 * The targets that the history supports: availability, and for latency the least limit that 99 % (99.9 %) of the
 * good requests surely kept. Latency is counted from the histogram, on the safe side.
 */
function supportableOf(measured: Measurement): Supportable[] {
  const { valid, bad } = countsOf(measured.byClass);
  const durations = measured.goodDurationsUs;
  const latencies = LIMITS_MS.flatMap((withinMs) => {
    const slow = durations.total - durations.atMost(withinMs * US_PER_MS);
    return supported({ indicator: `latency within ${latencyText(withinMs)}`, withinMs }, durations.total, slow);
  });
  const least = LATENCY_PPM.map((ppm) => latencies.find(({ targetPpm }) => targetPpm >= ppm));
  return [
    ...supported({ indicator: "availability" }, valid, bad),
    ...new Set(least.filter((found) => found !== undefined)),
  ];
}

function supported(of: { indicator: string; withinMs?: number }, valid: number, bad: number): Supportable[] {
  const targetPpm = supportableTarget(valid, bad, CONFIDENCE);
  return targetPpm === null ? [] : [{ ...of, targetPpm, confidence: CONFIDENCE }];
}
