import { DAY_MS, html, type Html, type Interval } from "#kernel";
import { PLOT_WIDTH, round } from "./paths.ts";
import type { Scale } from "./scale.ts";
import type { Tick } from "./ticks.ts";
import { timeTicks } from "./time-ticks.ts";

/** A table that tells what a picture shows: `at` is the instant of a row, read by the shared cursor. */
export interface ChartTable {
  readonly caption: string;
  /** Heads of the columns; the first is that of the time. */
  readonly heads: readonly string[];
  readonly rows: readonly { readonly at: number; readonly cells: readonly string[] }[];
}

/** What all charts over time share: place for axes, key, read-out, the picture with its description, and the table. */
export interface Frame {
  /** Unique on its page: the picture's title and description are found by it. */
  readonly id: string;
  readonly title: string;
  /** Printed above the chart where the title would repeat what stands beside it. */
  readonly heading?: string;
  /** One or two sentences that say what the picture shows. */
  readonly description: string;
  readonly interval: Interval;
  /** Height of the plot in CSS pixels, and in plot units. */
  readonly height: number;
  /** What the figures on the vertical axis count: "requests in 10 min". */
  readonly unit: string;
  readonly scale: Scale;
  readonly yTicks: readonly Tick[];
  /** Names of what is drawn, beside its colour and shape. */
  readonly key: readonly KeyEntry[];
  /** The drawing, in PLOT_WIDTH × height units, y downwards. */
  readonly drawing: Html;
  /** Text laid over the plot: positioned by percent, so that it is not stretched. */
  readonly overlay?: readonly Html[];
  readonly table: ChartTable;
  /** How long a row of the table speaks for; absent = until the next one. */
  readonly slotMs?: number;
}

/** `look` is the class of the drawn thing in the style sheet. */
export interface KeyEntry {
  readonly look: string;
  readonly text: string;
}

/** A chart over time, complete without script: picture, axes, key and table. */
export function frame(chart: Frame): Html {
  const { id, interval, height } = chart;
  return html`<figure class="chart" data-from="${interval.from}" data-to="${interval.to}"${slotAttribute(chart.slotMs)}>
<figcaption><h3>${chart.heading ?? chart.title}</h3>${keyList(chart.key)}</figcaption>
<div class="above"><span class="unit">${chart.unit}</span><span class="readout" aria-hidden="true"></span></div>
<div class="plot" style="height:${height}px">
<svg viewBox="0 0 ${PLOT_WIDTH} ${height}" preserveAspectRatio="none" role="img" aria-labelledby="${id}-title ${id}-text"
><title id="${id}-title">${chart.title}</title><desc id="${id}-text">${chart.description}</desc>${gridLines(chart)}${chart.drawing}</svg>
${yLabels(chart)}${timeLabels(interval)}${chart.overlay ?? []}
</div>
${tableDetails(chart.table)}
</figure>`;
}

/** Where an instant lies across the plot, in plot units; clamped to it. */
export function placeX(interval: Interval, instant: number): number {
  const share = (instant - interval.from) / (interval.to - interval.from);
  return round(Math.min(1, Math.max(0, share)) * PLOT_WIDTH);
}

/** The names of what is drawn, each beside its look. */
export function keyList(key: readonly KeyEntry[]): Html {
  return html`<ul class="key">${key.map((entry) => html`<li><i class="${entry.look}"></i>${entry.text}</li>`)}</ul>`;
}

/** Labels of the time axis. On a narrow page only the days stay, or every third where there are not two days. */
export function timeLabels(interval: Interval): Html {
  const ticks = timeTicks(interval, 8);
  const days = ticks.filter((tick) => tick.value % DAY_MS === 0).length;
  const labels = ticks.map((tick, i) => {
    const left = placeX(interval, tick.value) / (PLOT_WIDTH / 100);
    const edge = left < 4 ? " first" : left > 96 ? " last" : "";
    const stays = days >= 2 && days < 5 ? tick.value % DAY_MS === 0 : i % 3 === 0;
    return html`<span class="x${stays ? "" : " wide"}${edge}" style="left:${left.toFixed(2)}%">${tick.text}</span>`;
  });
  return html`<div aria-hidden="true">${labels}</div>`;
}

function slotAttribute(slotMs: number | undefined): Html {
  return slotMs === undefined ? html`` : html` data-slot="${slotMs}"`;
}

function gridLines(chart: Frame): Html {
  const path = chart.yTicks.map((tick) => `M0 ${round((1 - chart.scale(tick.value)) * chart.height)}H${PLOT_WIDTH}`);
  return html`<path class="grid" d="${path.join("")}"/>`;
}

function yLabels(chart: Frame): Html {
  const labels = chart.yTicks.map((tick) => {
    const top = (1 - chart.scale(tick.value)) * 100;
    return html`<span class="y" style="top:${top.toFixed(2)}%">${tick.text}</span>`;
  });
  return html`<div aria-hidden="true">${labels}</div>`;
}

/** End tags that HTML does not need are left out: a table may have hundreds of rows. */
function tableDetails(table: ChartTable): Html {
  const [first, ...heads] = table.heads;
  const rows = table.rows.map((row) => {
    const [name, ...cells] = row.cells;
    return html`<tr data-at="${row.at}"><th>${name}${cells.map((cell) => html`<td>${cell}`)}
`;
  });
  return html`<details class="data"><summary>Table: ${table.caption}</summary>
<div class="scroll" tabindex="0" role="group" aria-label="${table.caption}"><table><caption>${table.caption}</caption>
<thead><tr><th scope="col">${first}</th>${heads.map((head) => html`<th scope="col">${head}</th>`)}</tr></thead>
<tbody>${rows}</tbody></table></div></details>`;
}
