import { countText, dateTimeText, latencyText, ratioText } from "#kernel";
import type { Counts, LatencyMs } from "../server/wire.ts";

interface Window {
  readonly from: number;
  readonly to: number;
}

/** "…, 2 March 2026 00:00 UTC to 3 March 2026 00:00 UTC": over which window, told to those who look closely. */
export function windowTip({ from, to }: Window): string {
  return `${dateTimeText(from)} to ${dateTimeText(to)}`;
}

export function availabilityTip(counts: Counts, window: Window): string {
  return `${countText(counts.good)} good of ${countText(counts.valid)} valid requests. Exact.\n${windowTip(window)}`;
}

export function requestsTip({ requests, good, bad, excluded }: Counts, window: Window): string {
  return `${countText(requests)} requests = ${countText(good)} good + ${countText(bad)} bad + ${countText(excluded)} excluded. Exact.\n${windowTip(window)}`;
}

/** Percentiles come from a histogram: within `bound` of the true ones. */
export function latencyTip(latency: LatencyMs, window: Window): string {
  const all = (["p50", "p90", "p95", "p99"] as const)
    .flatMap((name) => (latency[name] === null ? [] : [`${name} ${latencyText(latency[name])}`]))
    .join(" · ");
  return `${all}; mean ${latencyText(latency.mean)}, exact. Percentiles within ±${ratioText(latency.bound)}.\n${windowTip(window)}`;
}
