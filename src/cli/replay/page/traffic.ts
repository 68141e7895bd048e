import { latencyBands, trafficChart } from "#charts";
import { countText, html, type Html, latencyText } from "#kernel";
import type { ReplayReport } from "../report.ts";
import { periodText, plural } from "../../words.ts";
import { alertBandsOf, axisOf } from "./alert-bands.ts";
import type { PageInput } from "./input.ts";

const GAPS_MAX = 10;

/** Requests and latency over time, on one time axis with one cursor. */
export function trafficSection(input: PageInput): Html {
  const { report, series } = input;
  const interval = axisOf(input);
  const alerts = alertBandsOf(input);
  return html`<section aria-labelledby="traffic"><h2 id="traffic">Traffic</h2>
${report.bad === 0 && html`<p>No bad request in this log.</p>`}
${trafficChart({ id: "requests", interval, slotMs: series.bucketMs, slots: series.traffic, alerts })}
${latency(input)}
${gaps(report)}
</section>`;
}

function latency(input: PageInput): Html {
  const { report, series } = input;
  const { latencyMs } = report;
  if (latencyMs === null || series.latency === null || series.latency.length === 0) {
    return html`<h3>Latency</h3><p>No durations in this log, so no latency and no objective about it. In nginx add <code>$request_time</code> to the log format, in Apache <code>%D</code>.</p>`;
  }
  const { p50, p90, p95, p99 } = latencyMs;
  return html`${latencyBands({ id: "latency", interval: axisOf(input), slotMs: series.bucketMs, slots: series.latency, alerts: alertBandsOf(input) })}
<p class="soft">Over all: p50 ${latencyText(p50)}, p90 ${latencyText(p90)}, p95 ${latencyText(p95)}, p99 ${latencyText(p99)}.</p>`;
}

function gaps(report: ReplayReport): Html {
  if (report.gaps.length === 0) return html``;
  const rest = report.gaps.length - GAPS_MAX;
  return html`<details><summary>${plural(report.gaps.length, "gap")} without a request</summary>
<p>Nothing in the log tells whether the API was idle or the log was off. A gap is neither good nor bad.</p>
<ul>${report.gaps.slice(0, GAPS_MAX).map((gap) => html`<li>${periodText(gap)}</li>`)}
${rest > 0 && html`<li>and ${countText(rest)} more</li>`}</ul></details>`;
}
