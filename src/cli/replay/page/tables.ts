import { countText, html, type Html, ratioText } from "#kernel";
import type { Counts } from "#traffic";
import type { PageInput } from "./input.ts";
import { availabilityText } from "./words.ts";

/** A page is not a database: longer lists are in the report's JSON. */
const ROWS_MAX = 200;

/** One table of counts: of clients, of operations, of APIs. At most 200 rows are printed, and the rest is counted. */
export function countsTable(table: {
  readonly name: string;
  readonly caption: string;
  readonly rows: readonly (Counts & { readonly key: string })[];
}): Html {
  const rest = table.rows.length - ROWS_MAX;
  if (table.rows.length === 0) return html``;
  return html`<div class="scroll tall" tabindex="0" role="group" aria-label="${table.caption}"><table><caption>${table.caption}</caption>
<thead><tr><th scope="col">${table.name}</th><th scope="col">requests</th><th scope="col">bad</th><th scope="col">availability</th><th scope="col">good</th><th scope="col">excluded</th><th scope="col">client faults</th><th scope="col">throttled</th></tr></thead>
<tbody>${table.rows.slice(0, ROWS_MAX).map(countsRow)}</tbody></table></div>
${rest > 0 && html`<p class="soft">and ${countText(rest)} more; <code>--json</code> has all of them</p>`}`;
}

function countsRow(row: Counts & { readonly key: string }): Html {
  const [bad, ...others] = [row.bad, row.good, row.excluded, row.clientFaults, row.throttled];
  return html`<tr><th scope="row"><bdi>${row.key}</bdi></th><td>${countText(row.requests)}</td><td class="${bad !== undefined && bad > 0 && "hurt"}">${countText(row.bad)}</td><td>${availabilityText(row)}</td>${others.map((count) => html`<td>${countText(count)}</td>`)}</tr>
`;
}

/** Counts for each operation, and for each API where there are several. */
export function operationsSection(input: PageInput): Html {
  const { apis, operations } = input.report;
  return html`<section aria-labelledby="operations"><h2 id="operations">Operations</h2>
${apis.length > 1 && countsTable({ name: "API", caption: "APIs", rows: apis.map((api) => ({ ...api, key: api.api })) })}
${operations.length === 0 && html`<p>No request names an operation.</p>`}
${countsTable({ name: "operation", caption: "Operations, most bad requests first", rows: operations.map((operation) => ({ ...operation, key: operation.operation })) })}
</section>`;
}

/** How often each status was answered. */
export function statusesSection(input: PageInput): Html {
  const statuses = Object.entries(input.report.statuses).toSorted(([left], [right]) => Number(left) - Number(right));
  const total = statuses.reduce((sum, [, count]) => sum + count, 0);
  const rows = statuses.map(
    ([status, count]) =>
      html`<tr><th scope="row">${status === "0" ? "no answer" : status}</th><td>${countText(count)}</td><td>${ratioText(count / total)}</td></tr>`,
  );
  return html`<section aria-labelledby="statuses"><h2 id="statuses">Statuses</h2>
<div class="scroll tall" tabindex="0" role="group" aria-label="Statuses"><table class="narrow"><caption>Statuses, of all requests</caption>
<thead><tr><th scope="col">status</th><th scope="col">requests</th><th scope="col">share</th></tr></thead><tbody>${rows}</tbody></table></div></section>`;
}
