import { floorTo } from "#kernel";
import { GRID_MS, seriesOf, slotOf, UNATTRIBUTED_NAME } from "#objectives";
import type { LatencyPoint, ReplayReport, ReplaySeries } from "./report.ts";
import { isClient } from "./series.ts";
import type { Work } from "./work.ts";

const CLIENTS_MAX = 12;
const US_PER_MS = 1_000;

type ClientPoints = ReplaySeries["clients"][number]["points"];

/** Series for the pictures, from the same counts as the report. */
export function plotsOf(work: Work, clients: ReplayReport["clients"]): Omit<ReplaySeries, "burnDown"> {
  const { measured } = work;
  const points = measured.overTime.points();
  const worst = clients
    .map(({ client }) => client)
    .filter((client) => client !== UNATTRIBUTED_NAME)
    .slice(0, CLIENTS_MAX);
  return {
    bucketMs: measured.overTime.bucketMs,
    traffic: points.map(({ at, counts: { good, bad, excluded, clientFaults } }) => ({
      at,
      good,
      bad,
      excluded,
      clientFaults,
    })),
    latency:
      measured.durationsUs.total === 0 ? null : points.flatMap(({ at, durationsUs }) => latencyPoint(at, durationsUs)),
    clients: clientSeries(work, worst),
  };
}

function latencyPoint(at: number, durationsUs: { quantile: (q: number) => number | null }): LatencyPoint[] {
  const [p50, p90, p99] = [0.5, 0.9, 0.99].map((q) => durationsUs.quantile(q));
  if (p50 === undefined || p50 === null) return [];
  return [{ at, p50: p50 / US_PER_MS, p90: (p90 ?? 0) / US_PER_MS, p99: (p99 ?? 0) / US_PER_MS }];
}

/** Valid and bad requests over time of the clients named, in that order. */
function clientSeries({ measured, names, keys }: Work, wanted: readonly string[]): ReplaySeries["clients"] {
  const buckets = new Map(wanted.map((client) => [client, new Map<number, { valid: number; bad: number }>()]));
  const nameBySeries = measured.series.keys.map((key) =>
    isClient(key) ? names.clients.nameOf(key.client ?? 0) : undefined,
  );
  for (const key of keys) {
    const byTime = buckets.get(nameBySeries[seriesOf(key)] ?? "");
    if (byTime === undefined) continue;
    const at = floorTo(slotOf(key) * GRID_MS, measured.overTime.bucketMs);
    const sums = byTime.get(at) ?? { valid: 0, bad: 0 };
    const offset = measured.cells.offsetOf(key);
    sums.valid += measured.cells.counts[offset] ?? 0;
    sums.bad += measured.cells.counts[offset + 1] ?? 0;
    byTime.set(at, sums);
  }
  return wanted.map((client) => ({ client, points: pointsOf(buckets.get(client) ?? new Map()) }));
}

function pointsOf(byTime: ReadonlyMap<number, { valid: number; bad: number }>): ClientPoints {
  return [...byTime].toSorted(([a], [b]) => a - b).map(([at, sums]) => ({ at, ...sums }));
}
