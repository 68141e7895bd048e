import { burnDown, type MarkTone, plimsollMark } from "#charts";
import { countText, html, type Html, type Interval, percentOfPpm, ratioText, unbroken } from "#kernel";
import { elapsedText, objectiveText, type ObjectiveResult, observedText, stateText, windowText } from "#objectives";
import { plural } from "../../words.ts";
import { alertBandsOf, axisOf } from "./alert-bands.ts";
import type { PageInput } from "./input.ts";
import { STATE_LOOKS } from "./words.ts";

const CLIENT_ROWS_MAX = 20;

/** The error budget of each objective of the API, as gauge, sentence and burn-down; then of the clients. */
export function budgetSection(input: PageInput): Html {
  const objectives = input.report.objectives.filter((objective) => objective.client === undefined);
  return html`<section aria-labelledby="budgets"><h2 id="budgets">Error budget</h2>
${objectives.length === 0 && html`<p>No objective was evaluated. Name a file with objectives: <code>--objectives plimsoll.yaml</code>.</p>`}
${objectives.map((objective, i) => budgetOf(input, objective, i))}
${clientBudgets(input.report.objectives.filter((objective) => objective.client !== undefined))}
</section>`;
}

function budgetOf(input: PageInput, objective: ObjectiveResult, index: number): Html {
  const look = STATE_LOOKS[objective.state];
  const spent = 1 - objective.remaining;
  const elapsed = elapsedText(objective);
  const tone: MarkTone = look.tone === "none" ? "calm" : look.tone;
  return html`<article class="objective-budget" aria-labelledby="budget-${index}">
<div class="gauge">${plimsollMark({ spent, tone })}
<div><h3 id="budget-${index}">${objective.name}</h3>
<p class="figure">${spentText(objective)} <small>of the budget spent</small></p>
<p class="state ${look.tone}"><span aria-hidden="true">${look.shape}</span> ${stateText(objective.state)}</p></div></div>
<p class="sentence">${unbroken(objectiveText(objective))}</p>
<p class="soft">Target ${percentOfPpm(objective.targetPpm)} over ${windowText(objective.window)}. ${countText(objective.bad)} bad of ${countText(objective.valid)} valid requests; ${allowance(objective)}; ${observedText(objective)}.${elapsed !== undefined && ` ${elapsed}`}</p>
${burnDownOf(input, objective, index)}
</article>`;
}

/** Rounded together with what is left of it, so that both add up to 100 %. */
function spentText({ remaining }: ObjectiveResult): string {
  const nearlyAll = remaining > 0 && remaining < 0.1;
  return ratioText(nearlyAll ? 1 - Math.max(0.001, Math.round(remaining * 1_000) / 1_000) : 1 - remaining);
}

function allowance(objective: ObjectiveResult): string {
  const left = Math.floor(objective.remainingEvents + 1e-9);
  return left >= 0 ? `${countText(left)} more may fail` : `${countText(-left)} more failed than the budget allows`;
}

function burnDownOf(input: PageInput, objective: ObjectiveResult, index: number): Html {
  const points = input.series.burnDown.find((line) => line.objective === objective.name)?.points ?? [];
  if (points.length === 0) return html`<p class="soft">Nothing was measured, so there is no line to draw.</p>`;
  return burnDown({
    id: `burn-${index}`,
    name: objective.name,
    interval: axisOf(input),
    points,
    ideal: idealOf(input, points),
    alerts: alertBandsOf(input, objective.name),
  });
}

/**
 * Even spending, where the line is one of a budget known beforehand: such a line never rises. One that says what was
 * left of the budget of the requests until then rises with traffic, and even spending has no place beside it.
 */
function idealOf(input: PageInput, points: readonly { readonly remaining: number }[]): Interval | null {
  const rises = points.some((point, i) => point.remaining > (points[i - 1]?.remaining ?? point.remaining) + 1e-9);
  return rises ? null : { from: input.report.from, to: input.report.to };
}

function clientBudgets(objectives: readonly ObjectiveResult[]): Html {
  if (objectives.length === 0) return html``;
  const names = [...new Set(objectives.map((objective) => objective.name))];
  const hurt = objectives
    .filter((objective) => objective.state === "exhausted" || objective.state === "burning")
    .toSorted((left, right) => right.bad - left.bad);
  return html`<h3>For each client</h3>
${names.map((name) => html`<p>${name}: ${statesText(objectives.filter((objective) => objective.name === name))}.</p>`)}
${hurt.length > 0 && clientTable(hurt)}`;
}

function statesText(objectives: readonly ObjectiveResult[]): string {
  const states = [...new Set(objectives.map((objective) => objective.state))];
  const counts = states.map((state) => {
    const count = objectives.filter((objective) => objective.state === state).length;
    return `${countText(count)} ${stateText(state)}`;
  });
  return `${plural(objectives.length, "client")}, ${counts.join(", ")}`;
}

function clientTable(hurt: readonly ObjectiveResult[]): Html {
  const rows = hurt.slice(0, CLIENT_ROWS_MAX).map((objective) => {
    const look = STATE_LOOKS[objective.state];
    return html`<tr><th scope="row"><bdi>${objective.client}</bdi></th><td class="text state ${look.tone}"><span aria-hidden="true">${look.shape}</span> ${stateText(objective.state)}</td><td>${spentText(objective)}</td><td>${countText(objective.bad)}</td><td>${countText(objective.valid)}</td><td class="text">${objective.name}</td></tr>`;
  });
  return html`<div class="scroll" tabindex="0" role="group" aria-label="Clients whose budget burns or is used up"><table>
<caption>Clients whose budget burns or is used up${hurt.length > CLIENT_ROWS_MAX && `, the first ${CLIENT_ROWS_MAX} of ${countText(hurt.length)}`}</caption>
<thead><tr><th scope="col">client</th><th scope="col" class="text">state</th><th scope="col">spent</th><th scope="col">bad</th><th scope="col">valid</th><th scope="col" class="text">objective</th></tr></thead><tbody>${rows}</tbody></table></div>`;
}
