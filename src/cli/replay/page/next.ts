import { html, type Html, percentOfPpm, ratioText } from "#kernel";
import type { ReplayReport } from "../report.ts";
import { sumSentence } from "../words.ts";
import type { PageInput } from "./input.ts";

/** What the history supports, what to do now, and how the numbers were made. */
export function nextSection(input: PageInput): Html {
  return html`<section aria-labelledby="supports"><h2 id="supports">What this history supports</h2>${supports(input.report)}</section>
<section aria-labelledby="next"><h2 id="next">What to do next</h2>${commands(input)}</section>
<section aria-labelledby="method"><h2 id="method">How each number is made</h2>${method(input.report)}</section>`;
}

function supports(report: ReplayReport): Html {
  if (report.supportable.length === 0) return html`<p>There is too little traffic to support any target.</p>`;
  return html`<ul>${report.supportable.map(
    (target) =>
      html`<li>${target.indicator}: a target of <b>${percentOfPpm(target.targetPpm)}</b> with ${ratioText(target.confidence)} confidence</li>`,
  )}</ul>
<p class="soft">The largest target that this many requests bear out: a past without failures is no proof of a future without.</p>`;
}

function commands({ command, planWritten }: PageInput): Html {
  const plan = planWritten
    ? html``
    : html`<p>Write a plan with targets that this history supports, then change it to what you want to promise:</p>
<pre tabindex="0">${command} --write plimsoll.yaml</pre>`;
  return html`${plan}<p>Compute this report again:</p><pre tabindex="0">${command}</pre>`;
}

function method(report: ReplayReport): Html {
  return html`<dl class="method">
<dt>Counts</dt><dd>Exact. Each line that was kept is counted once: ${sumSentence(report)}.</dd>
<dt>Availability</dt><dd>good ÷ (good + bad). Bad: 5xx, timeouts, no answer. Good: all other answers, client faults too. Excluded: throttled, over quota, given up by the client, health checks.</dd>
<dt>Latency</dt><dd>${report.latencyMs ? `From a histogram; each figure is within ± ${ratioText(report.latencyMs.bound)} of the true one.` : "This log has no durations."}</dd>
<dt>Error budget</dt><dd>Allowed failures = valid requests × (1 − target). Spent = bad ÷ allowed. The mark shows it as water: at the line the budget is gone.</dd>
<dt>Alerts</dt><dd>Fire when a long and a short window both burn too fast, checked every 10 s with what was known then. Few requests must be more than chance (1 %).</dd>
<dt>Pages</dt><dd>What a person gets: one outage of one API is one page. Alerts that tell of it again are muted, and listed.</dd>
<dt>Time</dt><dd>UTC. Intervals hold their start and not their end.</dd>
</dl>`;
}
