import { countText, html, type Html, type Interval } from "#kernel";
import type { AlertBand } from "./alert-bands.ts";
import { keyList, placeX, timeLabels } from "./frame.ts";
import { PLOT_WIDTH, round } from "./paths.ts";

const ROW_HEIGHT = 14;
/** Alerts of a lane that overlap lie in rows under each other; beyond this many, on the last row. */
const ROWS_MAX = 6;
const BAR_LEAST = 10;

/** An alert in a lane; `mutedBy` says which other alert kept it from being told, null = it was told. */
export interface TimelineAlert extends AlertBand {
  readonly mutedBy: string | null;
}

export interface TimelineLane {
  readonly name: string;
  readonly alerts: readonly TimelineAlert[];
}

export interface AlertTimeline {
  readonly id: string;
  readonly interval: Interval;
  readonly lanes: readonly TimelineLane[];
  /** When a person would have been told. */
  readonly pages: readonly { readonly at: number; readonly urgency: "page" | "ticket" }[];
}

/** When which alert fired: a lane for each objective, muted alerts hollow, above them what a person would have got. */
export function alertTimeline(timeline: AlertTimeline): Html {
  return html`<figure class="chart lanes" data-from="${timeline.interval.from}" data-to="${timeline.interval.to}">
<figcaption><h3>When</h3>${keyList([
    { look: "told page", text: "page" },
    { look: "told ticket", text: "ticket" },
    { look: "told muted", text: "muted: nobody is told twice" },
  ])}</figcaption>
${pagesLane(timeline)}${timeline.lanes.map((lane, i) => laneOf(timeline, lane, i))}
<div class="plot axis">${timeLabels(timeline.interval)}</div></figure>`;
}

function pagesLane(timeline: AlertTimeline): Html {
  const marks = timeline.pages.map(
    (page) =>
      html`<i class="told ${page.urgency}" style="left:${(placeX(timeline.interval, page.at) / (PLOT_WIDTH / 100)).toFixed(2)}%"></i>`,
  );
  return html`<p class="lane">What a person would have got <b>${countText(timeline.pages.length)}</b></p>
<div class="plot marks" aria-hidden="true">${marks}</div>`;
}

function laneOf(timeline: AlertTimeline, lane: TimelineLane, index: number): Html {
  const rows = rowsOf(lane.alerts);
  const height = Math.max(1, rows.length) * ROW_HEIGHT;
  const id = `${timeline.id}-${index}`;
  const muters = [...new Set(lane.alerts.flatMap((alert) => alert.mutedBy ?? []))];
  const muted = muters.length > 0 ? html` <small>hollow ones are muted by ${muters.join(", ")}</small>` : html``;
  return html`<p class="lane">${lane.name} <b>${alertsText(lane.alerts.length)}</b>${muted}</p>
<div class="plot" style="height:${height}px"><svg viewBox="0 0 ${PLOT_WIDTH} ${height}" preserveAspectRatio="none" role="img" aria-labelledby="${id}-title"
><title id="${id}-title">${titleOf(lane)}</title>${rows.map((row, y) => row.map((alert) => bar(timeline.interval, alert, y)))}</svg></div>`;
}

function titleOf(lane: TimelineLane): string {
  const muted = lane.alerts.filter((alert) => alert.mutedBy !== null).length;
  const numbers = lane.alerts
    .slice(0, 20)
    .map((alert) => alert.label)
    .join(", ");
  const which = lane.alerts.length > 20 ? "the list has them all" : `numbers ${numbers} in the list`;
  return `${lane.name}: ${alertsText(lane.alerts.length)}, ${countText(muted)} of them muted; ${which}`;
}

function alertsText(count: number): string {
  return `${countText(count)} ${count === 1 ? "alert" : "alerts"}`;
}

function bar(interval: Interval, alert: TimelineAlert, row: number): Html {
  const x = placeX(interval, alert.from);
  const width = Math.max(BAR_LEAST, round(placeX(interval, alert.to) - x));
  const inset = alert.urgency === "page" ? 2 : 5;
  const look = alert.mutedBy === null ? alert.urgency : `${alert.urgency} muted`;
  return html`<rect class="bar ${look}" x="${Math.min(x, PLOT_WIDTH - BAR_LEAST)}" y="${row * ROW_HEIGHT + inset}" width="${width}" height="${ROW_HEIGHT - 2 * inset}"/>`;
}

/** Each alert on the first row where it overlaps none. */
function rowsOf(alerts: readonly TimelineAlert[]): readonly (readonly TimelineAlert[])[] {
  const rows: TimelineAlert[][] = [];
  for (const alert of alerts.toSorted((left, right) => left.from - right.from)) {
    const free =
      rows.find((row) => (row.at(-1)?.to ?? 0) <= alert.from) ?? (rows.length >= ROWS_MAX ? rows.at(-1) : undefined);
    if (free) free.push(alert);
    else rows.push([alert]);
  }
  return rows;
}
