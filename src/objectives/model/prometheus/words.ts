import { durationText, percentOfPpm } from "#kernel";
import type { AlertPair } from "../alerts/pair.ts";
import { factorOf } from "../alerts/pairs.ts";

/** What stands above the rules. */
export const HEADER = `Prometheus rules made by: plimsoll objectives export --to prometheus
Do not edit them; change the objectives and export again. The manual: docs/manual/prometheus.md

Every ratio is bad / valid over the whole window, from counts. A window without requests has no ratio, fires nothing and
leaves the budget as it is; an alert that fires stays while its short window is empty, and ends when the long one is too.
Where no series is found the count is 0: what never failed has an error ratio of 0 and its whole budget.

Objectives over Plimsoll's own records count its /metrics, which has them from 0 on:
  plimsoll_objective_valid_total{objective="orders/availability"}
  plimsoll_objective_bad_total{objective="orders/availability"}

Windows up to 6 h are increases of the counters, which Prometheus extrapolates to the window's edges; longer ones are sums
of tiles (of 10 minutes where the longest is 30 d) and end at the last full tile. Scrape at least four times in the shortest
window. What Prometheus was not there to see is in no tile, and what a counter shows at its first scrape is not counted.

What differs from Plimsoll: instead of its guard for low traffic, an alert needs 2 bad requests in the long window, so
quiet APIs alert too easily; a window that is not full yet is judged as if it were; there are no alerts for single
clients. That a page mutes its own ticket, and availability latency, is Alertmanager's: inhibit severity="ticket" by
severity="page" with equal labels [objective].`;

/** Facts for the annotations of a pair. */
export interface PairFacts {
  readonly pair: AlertPair;
  /** f · e. */
  readonly threshold: number;
  readonly periodMs: number;
  readonly sampledPpm: number | undefined;
}

/** The sentences of an alert. Prometheus fills in the objective and the ratio of the long window. */
export function pairAnnotations({
  pair,
  threshold,
  periodMs,
  sampledPpm,
}: PairFacts): Readonly<Record<string, string>> {
  const factor = Number(factorOf(pair, periodMs).toPrecision(4));
  const fires = pair.orEqual === true ? "from" : "above";
  const estimate =
    sampledPpm === undefined ? "" : ` An estimate: ${percentOfPpm(sampledPpm)} of the requests are seen.`;
  return {
    summary: `{{ $labels.objective }} burns its error budget too fast: a burn rate ${fires} ${factor}, where 1 lasts the whole window.`,
    description:
      `{{ $value | humanizePercentage }} of the requests in the last ${durationText(pair.longMs)} were bad; the alert fires ${fires} ` +
      `${Number((100 * threshold).toPrecision(6))} %, both in the last ${durationText(pair.longMs)} and in the last ${durationText(pair.shortMs)}.${estimate}`,
  };
}

/** Why nothing was exported: each objective with its reason. */
export function notExportableText(faults: readonly (readonly [objective: string, fault: string])[]): string {
  const lines = faults.map(([objective, fault]) => `  ${objective}: ${fault}.`);
  return `Prometheus cannot keep count of these objectives, so no rules were written:\n${lines.join("\n")}\nExport the others by name with --objective, or change these.`;
}
