import { alertTimeline, type TimelineLane } from "#charts";
import { countText, html, type Html, ratioText, unbroken } from "#kernel";
import { alertEndText, type AlertResult, type Explanation, type Share } from "#objectives";
import { intervalText, pagesSentence, plural } from "../../words.ts";
import { axisOf } from "./alert-bands.ts";
import type { PageInput } from "./input.ts";

const LISTED_MAX = 100;
const SHARES_MAX = 3;

interface Numbered {
  readonly number: number;
  readonly alert: AlertResult;
}

/** What would have fired, whom it would have told, and why. */
export function alertsSection(input: PageInput): Html {
  const { alerts } = input.report;
  return html`<section aria-labelledby="alerts"><h2 id="alerts">Alerts and pages</h2>
${alerts.length === 0 ? html`<p>No alert would have fired.</p>` : fired(input)}
</section>`;
}

function fired(input: PageInput): Html {
  const { report } = input;
  const numbered = report.alerts.map((alert, i) => ({ number: i + 1, alert }));
  const told = numbered.filter(({ alert }) => alert.mutedBy === null);
  const muted = numbered.filter(({ alert }) => alert.mutedBy !== null);
  return html`<p>${pagesSentence(report)} ${plural(report.alerts.length, "alert")} fired${muted.length > 0 && `, ${countText(muted.length)} of them muted because another one told of the same outage`}.</p>
${alertTimeline({ id: "timeline", interval: axisOf(input), lanes: lanesOf(input, numbered), pages: report.pages })}
<h3>Each alert, times in UTC</h3>
${list(told, input)}
${muted.length > 0 && html`<details><summary>${plural(muted.length, "muted alert")}</summary>${list(muted, input)}</details>`}`;
}

/** API-level objectives each have a lane; the client instances of an objective share one, below it. */
function lanesOf(input: PageInput, numbered: readonly Numbered[]): readonly TimelineLane[] {
  const lanes = new Map<string, Numbered[]>();
  for (const entry of numbered) {
    const { objective, client } = entry.alert;
    const name = client === undefined ? objective : `${objective}, for single clients`;
    lanes.set(name, [...(lanes.get(name) ?? []), entry]);
  }
  return [...lanes]
    .toSorted(([left], [right]) => (left < right ? -1 : 1))
    .map(([name, entries]) => ({
      name,
      alerts: entries.map(({ number, alert }) => ({
        from: alert.firedAt,
        to: alert.endedAt ?? input.report.to,
        urgency: alert.urgency,
        label: String(number),
        mutedBy: alert.mutedBy,
      })),
    }));
}

function list(entries: readonly Numbered[], input: PageInput): Html {
  const rest = entries.length - LISTED_MAX;
  return html`<ol class="alerts">${entries.slice(0, LISTED_MAX).map((entry) => item(entry, input))}</ol>
${rest > 0 && html`<p>and ${countText(rest)} more</p>`}`;
}

function item({ number, alert }: Numbered, input: PageInput): Html {
  const end = alert.endedAt ?? input.report.to;
  const muted = alert.mutedBy === null ? html`` : html` <span class="soft">muted by ${alert.mutedBy}</span>`;
  return html`<li id="alert-${number}" class="${alert.urgency}"><p class="what"><b class="number">${number}</b> <span class="urgency ${alert.urgency}"><i class="told ${alert.urgency}" aria-hidden="true"></i>${alert.urgency}</span> <span class="objective">${alert.objective}</span>${alert.client !== undefined && html` for <bdi>${alert.client}</bdi>`}${muted}</p>
<p class="when">${intervalText({ from: alert.firedAt, to: end })} · ${alertEndText(alert)}</p>
<p>${unbroken(alert.explanation.text)}</p>${shares(alert.explanation)}</li>`;
}

/** Who burned it: the largest shares of the bad requests in the alert's long window. */
function shares(explanation: Explanation): Html {
  const { clients, operations, statuses } = explanation.by;
  const lines: readonly (readonly [string, readonly Share[]])[] = [
    ["clients", clients],
    ["operations", operations],
    ["statuses", statuses],
  ];
  const known = lines.filter(([, all]) => all.length > 0);
  if (known.length === 0 || explanation.bad === 0) return html``;
  return html`<dl class="shares">${known.map(([name, all]) => html`<div><dt>${name}</dt><dd>${shareList(all, explanation.bad)}</dd></div>`)}</dl>`;
}

function shareList(all: readonly Share[], bad: number): Html {
  const rest = all.length - SHARES_MAX;
  return html`${all.slice(0, SHARES_MAX).map((share, i) => html`${i > 0 && ", "}<bdi>${share.key}</bdi> ${ratioText(share.bad / bad)}`)}${rest > 0 && `, and ${countText(rest)} more`}`;
}
