import { countText, html, type Html, type Interval, ratioText, spanText } from "#kernel";
import { coarseSlotMs, coarseSlots } from "./coarse-slots.ts";
import { placeX } from "./frame.ts";
import { columnsPath, PLOT_WIDTH, round } from "./paths.ts";

const HEIGHT = 48;
/** More columns than this are thinner than a pixel of so small a picture. */
const COLUMNS_MAX = 96;

/** One small picture: a name, its figures, and its requests over time. */
export interface SmallMultiple {
  readonly name: string;
  readonly requests: number;
  readonly bad: number;
  /** good ÷ valid; null when there is nothing valid. */
  readonly availability: number | null;
  /** Ascending slots of `slotMs`; those without a request are left out. */
  readonly points: readonly { readonly at: number; readonly valid: number; readonly bad: number }[];
}

/** The same small chart for each of several, in the order given; each has its own scale from zero and says its highest. */
export function smallMultiples(chart: {
  readonly id: string;
  readonly interval: Interval;
  readonly slotMs: number;
  readonly items: readonly SmallMultiple[];
}): Html {
  const cards = chart.items.map((item, i) => cardOf({ ...chart, id: `${chart.id}-${i}` }, item));
  return html`<ul class="multiples">${cards}</ul>`;
}

interface Card {
  readonly id: string;
  readonly interval: Interval;
  readonly slotMs: number;
}

function cardOf(card: Card, item: SmallMultiple): Html {
  const slotMs = coarseSlotMs(card.interval, card.slotMs, COLUMNS_MAX);
  const points = coarseSlots(item.points, slotMs, (sum, slot) => ({
    at: sum.at,
    valid: sum.valid + slot.valid,
    bad: sum.bad + slot.bad,
  }));
  const peak = points.reduce((most, point) => Math.max(most, point.valid), 1);
  const availability = item.availability === null ? "nothing valid" : ratioText(item.availability);
  const figures = html`${countText(item.requests)} ${item.requests === 1 ? "request" : "requests"}, <span class="${item.bad > 0 && "hurt"}">${countText(item.bad)} bad</span>`;
  return html`<li><p class="name"><bdi>${item.name}</bdi></p><p class="figure">${availability}</p><p class="counts">${figures}</p>
<svg viewBox="0 0 ${PLOT_WIDTH} ${HEIGHT}" preserveAspectRatio="none" role="img" aria-labelledby="${card.id}-title"
><title id="${card.id}-title">Requests of ${item.name} over time, at most ${countText(peak)} in ${spanText(slotMs)}</title>${drawingOf(card, slotMs, points)}</svg>
<p class="peak">highest ${countText(peak)} in ${spanText(slotMs)}</p></li>`;
}

/** Bad requests stand on the axis, in front: there they are seen best. */
function drawingOf(card: Card, slotMs: number, points: SmallMultiple["points"]): Html {
  const peak = points.reduce((most, point) => Math.max(most, point.valid), 1);
  const column = (at: number, count: number) => ({
    x0: placeX(card.interval, at),
    x1: placeX(card.interval, at + slotMs),
    low: HEIGHT,
    high: HEIGHT * (1 - count / peak),
  });
  const marks = points
    .filter((point) => point.bad > 0)
    .map((point) => `M${round(placeX(card.interval, point.at + slotMs / 2))} ${HEIGHT}v5`);
  return html`<path class="good" d="${columnsPath(points.map((point) => column(point.at, point.valid)))}"/><path class="bad" d="${columnsPath(points.map((point) => column(point.at, point.bad)))}"/><path class="rug" d="${marks.join("")}"/><path class="base" d="M0 ${HEIGHT}H${PLOT_WIDTH}"/>`;
}
