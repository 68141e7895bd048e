import { csvText, instantText } from "#kernel";
import type { Figures, Kpis } from "./kpis.ts";

const FIGURES = [
  "requests",
  "valid",
  "good",
  "bad",
  "excluded",
  "throttled",
  "clientFaults",
  "availability",
  "p50Ms",
  "p90Ms",
  "p95Ms",
  "p99Ms",
  "meanMs",
];

/**
 * The groups, or the points of the series, of an answer as CSV: a line of names, then one line each; what is
 * null is empty.
 */
export function kpisCsv(kpis: Kpis, part: "groups" | "series"): string {
  const rows =
    part === "groups"
      ? [
          ["key", ...FIGURES, "responseBytes"],
          ...kpis.groups.map((group) => [group.key, ...figureCells(group), group.responseBytes]),
        ]
      : [["at", ...FIGURES], ...kpis.series.map((point) => [instantText(point.at), ...figureCells(point)])];
  return csvText(rows);
}

function figureCells({ latencyMs, ...counts }: Figures): (number | null | undefined)[] {
  const { requests, valid, good, bad, excluded, throttled, clientFaults, availability } = counts;
  const latency = [latencyMs?.p50, latencyMs?.p90, latencyMs?.p95, latencyMs?.p99, latencyMs?.mean];
  return [requests, valid, good, bad, excluded, throttled, clientFaults, availability, ...latency];
}
