import { ceilTo, compareText, floorTo, Histogram, HISTOGRAM_BOUND, MINUTE_MS, OTHER } from "#kernel";
import type { Dictionaries } from "#records";
import { type Counts, countsOf, CLASS_COUNT } from "../model/counts.ts";
import { classCodeOf } from "../model/classes.ts";
import type { KpiDimension, KpiQuery, Latency, UpstreamTime } from "../model/kpis.ts";
import type { Told } from "./counted.testing.ts";

/** The oracle: the answer to a query from a list of records, one after the other, without tables, levels or files. */
export function kpisByHand(records: readonly Told[], query: KpiQuery, names: Dictionaries): Record<string, unknown> {
  const [from, to] = [floorTo(query.from, MINUTE_MS), ceilTo(query.to, MINUTE_MS)];
  const wanted = records.filter((record) => isWanted(record, query, names));
  const inside = wanted.filter(({ at }) => at >= from && at < to);
  const before = wanted.filter(({ at }) => at >= from - (to - from) && at < from);
  const [active, past] = [clientsOf(inside, names), clientsOf(before, names)];
  const returning = [...active].filter((client) => past.has(client)).length;
  return {
    from,
    to,
    ...figuresByHand(inside),
    responseBytes: bytesOf(inside),
    upstreamMs: upstreamByHand(inside, query) ?? null,
    clients: {
      active: active.size,
      observed: active.size,
      ...(query.previous === true ? { new: active.size - returning, returning, lost: past.size - returning } : {}),
    },
    groups: query.groupBy === undefined ? [] : groupsByHand(inside, query.groupBy, names),
    ...(query.previous === true ? { previous: { from: from - (to - from), to: from, ...countsByHand(before) } } : {}),
  };
}

export function seriesByHand(
  records: readonly Told[],
  query: KpiQuery & { stepMs: number },
  names: Dictionaries,
): unknown[] {
  const [from, to] = [floorTo(query.from, MINUTE_MS), ceilTo(query.to, MINUTE_MS)];
  const inside = records.filter((record) => isWanted(record, query, names) && record.at >= from && record.at < to);
  const points = Map.groupBy(inside, ({ at }) => floorTo(at, query.stepMs));
  return [...points]
    .toSorted(([a], [b]) => a - b)
    .map(([at, all]) => {
      const upstreamMs = upstreamByHand(all, query);
      return { at, ...figuresByHand(all), ...(upstreamMs === undefined ? {} : { upstreamMs }) };
    });
}

function groupsByHand(records: readonly Told[], dimension: KpiDimension, names: Dictionaries): { key: string }[] {
  const groups = [...Map.groupBy(records, (record) => nameOf(record, dimension, names))].map(([key, all]) => ({
    key,
    ...figuresByHand(all),
    responseBytes: bytesOf(all),
  }));
  const byRequests = groups.toSorted((a, b) =>
    a.requests === b.requests ? compareText(a.key, b.key) : b.requests - a.requests,
  );
  return [...byRequests.filter(({ key }) => key !== OTHER), ...byRequests.filter(({ key }) => key === OTHER)];
}

function isWanted(record: Told, { api, filters = {} }: KpiQuery, names: Dictionaries): boolean {
  if (record.kind !== 0 || record.environment !== 0 || names.apis.nameOf(record.api) !== api) return false;
  return Object.entries(filters).every(([dimension, allowed]) =>
    allowed.includes(nameOf(record, dimension as KpiDimension, names)),
  );
}

function nameOf(record: Told, dimension: KpiDimension, names: Dictionaries): string {
  const told = record[dimension];
  if (dimension === "status") return String(told);
  if (told < 0) return dimension === "client" ? "__unattributed__" : "__untold__";
  return names[`${dimension}s`].nameOf(told);
}

function clientsOf(records: readonly Told[], names: Dictionaries): Set<number> {
  return new Set(records.map(({ client }) => client).filter((id) => id >= 0 && names.clients.nameOf(id) !== OTHER));
}

function figuresByHand(records: readonly Told[]): Counts & { latencyMs: Latency | null } {
  return { ...countsByHand(records), latencyMs: latencyByHand(records) };
}

function countsByHand(records: readonly Told[]): Counts {
  const byClass = new Float64Array(CLASS_COUNT);
  for (const { status, outcome } of records) byClass[classCodeOf(status, outcome, 0)]!++;
  return countsOf(byClass);
}

function latencyByHand(records: readonly Told[]): Latency | null {
  const timed = records.map(({ durationUs }) => durationUs).filter((us) => us >= 0);
  if (timed.length === 0) return null;
  const histogram = new Histogram();
  for (const us of timed) histogram.add(us);
  const quantile = (q: number): number => (histogram.quantile(q) as number) / 1_000;
  return {
    p50: quantile(0.5),
    p90: quantile(0.9),
    p95: quantile(0.95),
    p99: quantile(0.99),
    mean: timed.reduce((sum, us) => sum + us, 0) / timed.length / 1_000,
    bound: HISTOGRAM_BOUND,
  };
}

/** Kept of a whole API: where something is filtered, nothing is told. */
function upstreamByHand(records: readonly Told[], { filters = {} }: KpiQuery): UpstreamTime | undefined {
  const timed = records.map(({ upstreamUs }) => upstreamUs).filter((us) => us >= 0);
  if (timed.length === 0 || Object.keys(filters).length > 0) return undefined;
  const histogram = new Histogram();
  for (const us of timed) histogram.add(us);
  const [p50, p90, p95, p99] = [0.5, 0.9, 0.95, 0.99].map((q) => (histogram.quantile(q) as number) / 1_000);
  return { p50, p90, p95, p99, requests: timed.length, bound: HISTOGRAM_BOUND } as UpstreamTime;
}

function bytesOf(records: readonly Told[]): number {
  return records.reduce((sum, { responseBytes }) => sum + responseBytes, 0);
}
