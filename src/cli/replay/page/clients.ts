import { type SmallMultiple, smallMultiples } from "#charts";
import { countText, html, type Html } from "#kernel";
import { axisOf } from "./alert-bands.ts";
import type { PageInput } from "./input.ts";
import { countsTable } from "./tables.ts";
import { clientsByText } from "./words.ts";

/** Who was affected: the worst clients as pictures, then all as a table. */
export function clientsSection(input: PageInput): Html {
  const { report } = input;
  const affected = report.clients.filter((client) => client.bad > 0).length;
  return html`<section aria-labelledby="clients"><h2 id="clients">Clients</h2>
<p>${affectedText(affected, report.clients.length)} Told apart by ${clientsByText(report.clientsBy)}.</p>
${pictures(input)}
${countsTable({ name: "client", caption: "Clients, most bad requests first", rows: report.clients.map((client) => ({ ...client, key: client.client })) })}
</section>`;
}

function affectedText(affected: number, all: number): string {
  if (all === 0) return "No request names a client.";
  if (all === 1) return `One client, which had ${affected === 0 ? "no bad request" : "bad requests"}.`;
  return `${affected === 0 ? "None" : countText(affected)} of ${countText(all)} clients had a bad request.`;
}

function pictures(input: PageInput): Html {
  const counts = new Map(input.report.clients.map((client) => [client.client, client]));
  const items = input.series.clients.flatMap((line): SmallMultiple[] => {
    const client = counts.get(line.client);
    if (client === undefined) return [];
    const { requests, bad, availability } = client;
    return [{ name: line.client, requests, bad, availability, points: line.points }];
  });
  if (items.length === 0) return html``;
  return html`<h3>Worst first: requests over time, bad ones in front</h3>
${smallMultiples({ id: "client", interval: axisOf(input), slotMs: input.series.bucketMs, items })}`;
}
