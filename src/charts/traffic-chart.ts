import { countText, html, type Html, type Interval, shortCountText, spanText } from "#kernel";
import { type AlertBand, alertBandLabels, alertBands } from "./alert-bands.ts";
import { coarseSlotMs, coarseSlots } from "./coarse-slots.ts";
import { frame, type KeyEntry, placeX } from "./frame.ts";
import { type Column, columnsPath, linePath, PLOT_WIDTH, round, runs } from "./paths.ts";
import { linearScale } from "./scale.ts";
import { linearTicks } from "./ticks.ts";
import { dayTimeText } from "./time-ticks.ts";

const HEIGHT = 200;
const COLUMNS_MAX = 480;

/** Requests of the slot [at, at + slotMs). `clientFaults` overlap the others. */
export interface TrafficSlot {
  readonly at: number;
  readonly good: number;
  readonly bad: number;
  readonly excluded: number;
  readonly clientFaults: number;
}

export interface TrafficChart {
  readonly id: string;
  readonly interval: Interval;
  readonly slotMs: number;
  /** Ascending; slots without a request are left out and stay empty in the picture. */
  readonly slots: readonly TrafficSlot[];
  readonly alerts: readonly AlertBand[];
}

/**
 * Requests over time, stacked: good, excluded, bad on top; client faults as a line; counts start at zero. Slots too short
 * to be seen are put together, with exact sums.
 */
export function trafficChart(exact: TrafficChart): Html {
  const slotMs = coarseSlotMs(exact.interval, exact.slotMs, COLUMNS_MAX);
  const chart = { ...exact, slotMs, slots: coarseSlots(exact.slots, slotMs, sumOf) };
  const { interval, slots } = chart;
  const most = slots.reduce((highest, slot) => Math.max(highest, total(slot)), 1);
  const ticks = linearTicks({ low: 0, high: most, about: 4, least: 1 });
  const unit = `requests in ${spanText(slotMs)}`;
  return frame({
    id: chart.id,
    title: "Requests",
    description: descriptionOf(slots, most, unit),
    interval,
    height: HEIGHT,
    unit,
    scale: linearScale(0, ticks.high),
    yTicks: ticks.values.map((value) => ({ value, text: shortCountText(value) })),
    key: keyOf(chart),
    drawing: drawingOf(chart, ticks.high),
    overlay: alertBandLabels(chart.alerts, interval),
    table: {
      caption: `${unit}, times in UTC`,
      heads: ["from", "good", "bad", "excluded", "client faults"],
      rows: slots.map((slot) => ({
        at: slot.at,
        cells: [dayTimeText(slot.at), ...[slot.good, slot.bad, slot.excluded, slot.clientFaults].map(countText)],
      })),
    },
    slotMs,
  });
}

function sumOf(sum: TrafficSlot, slot: TrafficSlot): TrafficSlot {
  return {
    at: sum.at,
    good: sum.good + slot.good,
    bad: sum.bad + slot.bad,
    excluded: sum.excluded + slot.excluded,
    clientFaults: sum.clientFaults + slot.clientFaults,
  };
}

function total(slot: TrafficSlot): number {
  return slot.good + slot.excluded + slot.bad;
}

function descriptionOf(slots: readonly TrafficSlot[], most: number, unit: string): string {
  const bad = slots.filter((slot) => slot.bad > 0).length;
  return `At most ${countText(most)} ${unit}. ${countText(bad)} of ${countText(slots.length)} intervals with traffic had bad requests.`;
}

function keyOf(chart: TrafficChart): readonly KeyEntry[] {
  const has = (count: (slot: TrafficSlot) => number): boolean => chart.slots.some((slot) => count(slot) > 0);
  return [
    { look: "good", text: "good" },
    ...(has((slot) => slot.excluded) ? [{ look: "excluded", text: "excluded" }] : []),
    ...(has((slot) => slot.bad)
      ? [{ look: "bad", text: "bad (on top; ticks below mark each interval with one)" }]
      : []),
    ...(has((slot) => slot.clientFaults) ? [{ look: "faults", text: "client faults (4xx, counted as good)" }] : []),
    ...(chart.alerts.length > 0 ? [{ look: "shade", text: "alert firing, with its number" }] : []),
  ];
}

function drawingOf(chart: TrafficChart, high: number): Html {
  const { interval, slots, slotMs } = chart;
  const scale = linearScale(0, high);
  const y = (count: number): number => (1 - scale(count)) * HEIGHT;
  const column = (slot: TrafficSlot, below: number, count: number): Column => ({
    x0: placeX(interval, slot.at),
    x1: placeX(interval, slot.at + slotMs),
    low: y(below),
    high: y(below + count),
  });
  const faultRuns = runs(slots, (left, right) => right.at - left.at <= slotMs).map((run) =>
    run.map((slot) => ({ x: placeX(interval, slot.at + slotMs / 2), y: y(slot.clientFaults) })),
  );
  const hasFaults = slots.some((slot) => slot.clientFaults > 0);
  return html`${alertBands(chart.alerts, interval, HEIGHT)}
<path class="good" d="${columnsPath(slots.map((slot) => column(slot, 0, slot.good)))}"/>
<path class="excluded" d="${columnsPath(slots.map((slot) => column(slot, slot.good, slot.excluded)))}"/>
<path class="bad" d="${columnsPath(slots.map((slot) => column(slot, slot.good + slot.excluded, slot.bad)))}"/>
${hasFaults && html`<path class="faults" d="${linePath(faultRuns, (slotMs / (interval.to - interval.from)) * PLOT_WIDTH)}"/>`}
<path class="rug" d="${badTicks(chart)}"/>`;
}

/** A mark under each slot with a bad request: one among thousands has no height, but must be seen. */
function badTicks(chart: TrafficChart): string {
  const middles = chart.slots
    .filter((slot) => slot.bad > 0)
    .map((slot) => placeX(chart.interval, slot.at + chart.slotMs / 2));
  return [...new Set(middles)].map((x) => `M${round(x)} ${HEIGHT}v6`).join("");
}
