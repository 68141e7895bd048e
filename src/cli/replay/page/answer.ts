import { bytesText, countText, html, type Html, latencyText, ratioText, unbroken } from "#kernel";
import type { ReplayReport } from "../report.ts";
import { periodText, plural } from "../../words.ts";
import { sumSentence } from "../words.ts";
import type { PageInput } from "./input.ts";
import { apiName, availabilityText, clientsByText } from "./words.ts";

/** The head of the page: the answer, its figures, and what they rest on. */
export function answerSection(input: PageInput): Html {
  const { report } = input;
  return html`<header>
<div class="bar-top"><p class="brand">Plimsoll replay</p>${themeChoice}</div>
<h1>${apiName(report)} <span class="period">${periodText(report)}</span></h1>
<p class="headline">${unbroken(input.headline)}</p>
${kpis(report)}
<p class="sum">${sumSentence(report)}</p>
<p class="soft">Beside them, overlapping: ${plural(report.clientFaults, "client fault")} (4xx, counted as good), ${countText(report.throttled)} throttled, ${bytesText(report.responseBytes)} of responses.</p>
${read(report)}
</header>`;
}

const themeChoice = html`<fieldset class="theme"><legend>Theme</legend>${["auto", "light", "dark"].map(
  (theme) =>
    html`<label><input type="radio" name="theme" id="theme-${theme}"${theme === "auto" && html` checked`}>${theme}</label>`,
)}</fieldset>`;

function kpis(report: ReplayReport): Html {
  const { latencyMs } = report;
  const bounded = latencyMs ? `within ± ${ratioText(latencyMs.bound)} of the true value` : "";
  return html`<dl class="kpis">
${kpi("Requests", countText(report.requests), `${ratePerSecond(report)} on average`)}
${kpi("Availability", availabilityText(report), `${countText(report.good)} good of ${countText(report.valid)} valid`)}
${latencyMs ? kpi("Latency p50", latencyText(latencyMs.p50), bounded) : kpi("Latency", "–", "no durations in this log")}
${latencyMs && kpi("Latency p99", latencyText(latencyMs.p99), bounded)}
${kpi("Active clients", countText(report.activeClients), `told apart by ${clientsByText(report.clientsBy)}`)}
</dl>`;
}

function kpi(name: string, value: string, note: string): Html {
  return html`<div><dt>${name}</dt><dd class="value">${value}</dd><dd class="note">${note}</dd></div>`;
}

function ratePerSecond(report: ReplayReport): string {
  const seconds = (report.to - report.from) / 1_000;
  if (!(seconds > 0)) return plural(report.requests, "request");
  const rate = report.requests / seconds;
  if (rate >= 0.95) return `${rate < 10 ? rate.toFixed(1) : countText(rate)} a second`;
  return rate * 60 >= 0.95 ? `${countText(rate * 60)} a minute` : `${(rate * 3_600).toFixed(1)} an hour`;
}

/** What was read, what was not, and what was taken for granted. */
function read(report: ReplayReport): Html {
  const { lines } = report;
  const dropped = Object.entries(lines.dropped).filter(([, count]) => count > 0);
  const droppedLines = dropped.reduce((sum, [, count]) => sum + count, 0);
  const aside = Object.entries(lines.aside).filter(([, count]) => count > 0);
  return html`<section class="read" aria-labelledby="read"><h2 id="read">What was read</h2>
<p>${countText(lines.kept)} of ${plural(lines.read, "line")} kept, ${countText(droppedLines)} dropped${aside.map(([why, count]) => `; ${countText(count)} kept but not counted (${why})`)}. From ${report.files.map((file, i) => html`${i > 0 && ", "}<code>${file}</code>`)}.</p>
${dropped.length > 0 && droppedList(report, dropped)}
${textList("Assumed", report.assumed)}${textList("Worth knowing", report.remarks)}
</section>`;
}

function droppedList(report: ReplayReport, dropped: readonly (readonly [string, number])[]): Html {
  const examples = (reason: string) => report.lines.examples.filter((example) => example.reason === reason);
  return html`<ul class="dropped">${dropped.map(
    ([reason, count]) =>
      html`<li><b>${reason}</b> ${plural(count, "line")}${examples(reason).map(
        (example) => html`<br><code>${example.file}:${example.line}</code> <bdi>${example.detail}</bdi>`,
      )}</li>`,
  )}</ul>`;
}

function textList(title: string, texts: readonly string[]): Html {
  if (texts.length === 0) return html``;
  return html`<h3>${title}</h3><ul>${texts.map((text) => html`<li>${text}</li>`)}</ul>`;
}
