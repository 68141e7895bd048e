import { instantText } from "#kernel";
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
 * The groups, or the points of the series, of an answer as CSV (RFC 4180): a line of names, then one line each, ended
 * by CR LF; what is null is empty. A text that a spreadsheet would run as a formula has an apostrophe before it.
 */
export function kpisCsv(kpis: Kpis, part: "groups" | "series"): string {
  const rows =
    part === "groups"
      ? [
          ["key", ...FIGURES, "responseBytes"],
          ...kpis.groups.map((group) => [cell(group.key), ...figureCells(group), cell(group.responseBytes)]),
        ]
      : [["at", ...FIGURES], ...kpis.series.map((point) => [instantText(point.at), ...figureCells(point)])];
  return rows.map((row) => `${row.join(",")}\r\n`).join("");
}

function figureCells({ latencyMs, ...counts }: Figures): string[] {
  const { requests, valid, good, bad, excluded, throttled, clientFaults, availability } = counts;
  const latency = [latencyMs?.p50, latencyMs?.p90, latencyMs?.p95, latencyMs?.p99, latencyMs?.mean];
  return [requests, valid, good, bad, excluded, throttled, clientFaults, availability, ...latency].map(cell);
}

function cell(value: string | number | null | undefined): string {
  if (value === null || value === undefined) return "";
  if (typeof value === "number") return String(value);
  const text = FORMULA.test(value) ? `'${value}` : value;
  return NEEDS_QUOTES.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** What spreadsheets read as the beginning of a formula, also behind white space. */
const FORMULA = /^\s*[=+\-@\t\r\uFF1D\uFF0B\uFF0D\uFF20]/;
const NEEDS_QUOTES = /[",\r\n]/;
