import { countText, html, type Html, percentOfPpm, ratioText } from "#kernel";
import type { ReplayReport, TriedTargets } from "../report.ts";
import type { PageInput } from "./input.ts";

/** What a few other targets would have come to. */
export function whatIfSection({ report }: PageInput): Html {
  if (report.whatIf.length === 0) return html``;
  return html`<section aria-labelledby="what-if"><h2 id="what-if">What if</h2>
${report.whatIf.map(targetsTable)}
<p class="soft">What would be left of the budget; pages and tickets sent; nights on which somebody is woken; outages missed. Each objective tried alone, with the same alerts. A night lasts from 22:00 to 07:00 UTC. An outage that the present target pages for is missed when no page of the other fires while it lasts, or within an hour after.</p>
</section>`;
}

function targetsTable(tried: ReplayReport["whatIf"][number]): Html {
  const { objective, present, candidates } = tried;
  const rows = [present, ...candidates].toSorted((a, b) => a.targetPpm - b.targetPpm);
  const caption = `Other targets for ${objective}`;
  return html`<div class="scroll" tabindex="0" role="group" aria-label="${caption}"><table class="narrow"><caption>${caption}</caption>
<thead><tr><th scope="col">target</th><th scope="col">left</th><th scope="col">pages</th><th scope="col">tickets</th><th scope="col">nights</th><th scope="col">missed</th></tr></thead>
<tbody>${rows.map((row) => targetRow(row, row === present))}</tbody></table></div>`;
}

function targetRow({ targetPpm, remaining, load, outagesMissed }: TriedTargets["present"], isPresent: boolean): Html {
  return html`<tr><th scope="row">${percentOfPpm(targetPpm)}${isPresent && " (now)"}</th><td class="${remaining < 0 && "hurt"}">${ratioText(remaining)}</td><td>${countText(load.pages)}</td><td>${countText(load.tickets)}</td><td>${countText(load.nightsWoken)}</td><td>${isPresent ? "–" : countText(outagesMissed)}</td></tr>
`;
}
