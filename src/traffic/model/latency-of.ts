import { HISTOGRAM_BOUND } from "#kernel";
import type { DurationRows } from "./duration-rows.ts";
import type { Latency, UpstreamTime } from "./kpis.ts";

const US_PER_MS = 1_000;
/** Those that are told. */
export const PERCENTILES = [0.5, 0.9, 0.95, 0.99];

/** What of a point of a series the upstream took; nothing where nothing tells it. */
export function upstreamAt(upstream: DurationRows, point: number): { upstreamMs?: UpstreamTime } {
  const upstreamMs = upstreamOf(upstream, point);
  return upstreamMs === undefined ? {} : { upstreamMs };
}

/** The percentiles of a row; undefined when it is empty. */
export function upstreamOf(durations: DurationRows, row: number): UpstreamTime | undefined {
  const [p50, p90, p95, p99] = durations.quantilesOf(row, PERCENTILES).map((us) => us / US_PER_MS);
  if (p50 === undefined || p90 === undefined || p95 === undefined || p99 === undefined) return undefined;
  return { p50, p90, p95, p99, requests: durations.totalOf(row), bound: HISTOGRAM_BOUND };
}

/** Null when no request has a duration; percentiles are null where there are none. */
export function latencyOf(
  sum: { timed: number; durationUs: number },
  percentilesUs: readonly number[],
): Latency | null {
  if (sum.timed === 0) return null;
  const [p50 = null, p90 = null, p95 = null, p99 = null] = percentilesUs.map((us) => us / US_PER_MS);
  return {
    p50,
    p90,
    p95,
    p99,
    mean: sum.durationUs / sum.timed / US_PER_MS,
    bound: HISTOGRAM_BOUND,
  };
}
