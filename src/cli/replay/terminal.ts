import { bytesText, countText, latencyText, percentOfPpm, ratioText, spanText } from "#kernel";
import { alertLines } from "../terminal/alert-lines.ts";
import { budgetLines } from "../terminal/budget-lines.ts";
import { bullet, clipped, LABEL_WIDTH, labelled, NAME_WIDTH, sparkline, table, wrapped } from "../terminal/layout.ts";
import type { Style } from "../terminal/style.ts";
import { whatIfLines } from "../terminal/what-if-lines.ts";
import { gapText } from "./findings.ts";
import type { ReplayReport, ReplaySeries, TriedTargets } from "./report.ts";
import { periodText, plural } from "../words.ts";
import { clientsSentence, sumSentence } from "./words.ts";

const ROWS_MAX = 10;
const SPARK_WIDTH = 60;

/** What the terminal report prints, beside the report itself. */
export interface TerminalInput {
  readonly report: ReplayReport;
  readonly series: ReplaySeries;
  readonly headline: string;
  /** Commands to go on with. */
  readonly next: readonly string[];
  readonly style: Style;
}

/** The report for a person at a terminal, 80 columns wide: the answer first, then why. */
export function terminalText(input: TerminalInput): string {
  const { report, style } = input;
  const sections: readonly (readonly [string, readonly string[]])[] = [
    ["Requests", requestLines(input)],
    [
      "Error budget",
      report.objectives
        .filter(({ client }) => client === undefined)
        .flatMap((objective) => budgetLines(objective, style)),
    ],
    ["Alerts and pages (UTC)", alertLines(report, style)],
    [
      `Clients (${clientsSentence(report)}), worst first`,
      rankedLines(report.clients, "client", ({ client }) => client),
    ],
    ["Operations, worst first", rankedLines(report.operations, "operation", ({ operation }) => operation)],
    [
      "Statuses",
      wrapped(
        Object.entries(report.statuses)
          .map(([code, count]) => `${code}: ${countText(count)}`)
          .join(" · "),
        "  ",
      ),
    ],
    ["What this history supports, with 95 % confidence", supportLines(report)],
    ["What if", report.whatIf.flatMap(triedLines)],
    ["Read", readLines(report, style)],
    ["Assumed", report.assumed.flatMap((text) => bullet(text))],
    ["Next", input.next.map((command) => `  ${command}`)],
  ];
  const body = sections.flatMap(([title, lines]) => (lines.length === 0 ? [] : ["", style.bold(title), ...lines]));
  return [...heading(input), ...body, ""].join("\n");
}

function heading({ report, headline, style }: TerminalInput): string[] {
  const title = `${report.apis.map(({ api }) => clipped(api, NAME_WIDTH)).join(", ")} · ${periodText(report)}`;
  return [style.dim(title), "", ...wrapped(headline).map(style.bold)];
}

function requestLines({ report, series }: TerminalInput): string[] {
  return [
    ...wrapped(sumSentence(report), "  "),
    ...labelled("availability", report.availability === null ? "no valid request" : ratioText(report.availability)),
    ...labelled("latency", latencySentence(report)),
    ...labelled(
      "beside these",
      `${countText(report.clientFaults)} client faults (good), ${countText(report.throttled)} throttled (excluded)`,
    ),
    ...labelled("sent", `${bytesText(report.responseBytes)} in responses`),
    ...trafficLines(series),
  ];
}

function latencySentence({ latencyMs }: ReplayReport): string {
  if (latencyMs === null) return "no durations in this log";
  const { p50, p90, p95, p99, bound } = latencyMs;
  const percentiles = [
    `p50 ${latencyText(p50)}`,
    `p90 ${latencyText(p90)}`,
    `p95 ${latencyText(p95)}`,
    `p99 ${latencyText(p99)}`,
  ];
  return `${percentiles.join(" · ")} (± ${ratioText(bound)})`;
}

/** Requests over time, silence as blanks; bad requests below where there are any. */
function trafficLines(series: ReplaySeries): string[] {
  const first = series.traffic[0];
  const last = series.traffic.at(-1);
  if (first === undefined || last === undefined) return [];
  const buckets = Math.round((last.at - first.at) / series.bucketMs) + 1;
  const merged = Math.ceil(buckets / SPARK_WIDTH);
  const requests = Array.from({ length: Math.ceil(buckets / merged) }, () => 0);
  const bad = requests.map(() => 0);
  for (const point of series.traffic) {
    const column = Math.floor((point.at - first.at) / series.bucketMs / merged);
    requests[column] = (requests[column] ?? 0) + point.good + point.bad + point.excluded;
    bad[column] = (bad[column] ?? 0) + point.bad;
  }
  const peak = Math.max(...requests);
  const each = spanText(series.bucketMs * merged);
  return [
    `  ${"requests".padEnd(LABEL_WIDTH)}${sparkline(requests)}`,
    ...(bad.some((count) => count > 0) ? [`  ${"bad".padEnd(LABEL_WIDTH)}${sparkline(bad)}`] : []),
    ...labelled("", `each column ${each}, the highest ${plural(peak, "request")}`),
  ];
}

function rankedLines<Row extends ReplayReport["apis"][number] | Omit<ReplayReport["apis"][number], "api">>(
  rows: readonly Row[],
  title: string,
  nameOf: (row: Row) => string,
): string[] {
  const shown = rows
    .slice(0, ROWS_MAX)
    .map((row) => [
      clipped(nameOf(row), NAME_WIDTH),
      countText(row.requests),
      countText(row.bad),
      row.availability === null ? "–" : ratioText(row.availability),
      countText(row.clientFaults),
    ]);
  const more = rows.length - shown.length;
  return [
    ...table([[title, "requests", "bad", "available", "faults"], ...shown]),
    ...(more > 0 ? [`  and ${countText(more)} more (--json, --html)`] : []),
  ];
}

function triedLines(tried: TriedTargets): string[] {
  return [`  ${clipped(tried.objective, NAME_WIDTH)}`, ...whatIfLines(tried)];
}

function supportLines(report: ReplayReport): string[] {
  return table(
    report.supportable.map(({ indicator, targetPpm }) => [indicator, percentOfPpm(Math.floor(targetPpm / 100) * 100)]),
  );
}

function readLines(report: ReplayReport, style: Style): string[] {
  const dropped = Object.entries(report.lines.dropped);
  const droppedText =
    dropped.length === 0
      ? "0 dropped"
      : `dropped ${dropped.map(([reason, count]) => `${countText(count)} ${reason}`).join(", ")}`;
  const examples = report.lines.examples.map(
    ({ file, line, reason, detail }) => `${file}, line ${line}: ${reason}: ${clipped(detail, 160)}`,
  );
  const gaps = report.gaps.slice(0, ROWS_MAX).map((gap) => `no request: ${gapText(gap)}`);
  return [
    `  ${plural(report.lines.read, "line")} read = ${countText(report.lines.kept)} kept + ${droppedText}`,
    ...examples.flatMap((text) => wrapped(text, "    ").map(style.amber)),
    ...[...report.remarks, ...gaps].flatMap((text) => bullet(text)),
    ...(report.gaps.length > ROWS_MAX
      ? [`  · and ${countText(report.gaps.length - ROWS_MAX)} more gaps of over an hour (--json)`]
      : []),
  ];
}
