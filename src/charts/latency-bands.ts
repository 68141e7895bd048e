import { html, type Html, type Interval, latencyText, spanText } from "#kernel";
import { type AlertBand, alertBandLabels, alertBands } from "./alert-bands.ts";
import { frame, placeX } from "./frame.ts";
import { bandPath, linePath, PLOT_WIDTH, runs } from "./paths.ts";
import { logScale } from "./scale.ts";
import { logTicks } from "./ticks.ts";
import { dayTimeText } from "./time-ticks.ts";

const HEIGHT = 180;
/** What is faster than a microsecond is drawn as one: a log axis has no zero. */
const LEAST_MS = 0.001;

/** Percentiles in ms of the requests of the slot [at, at + slotMs) that have a duration. */
export interface LatencySlot {
  readonly at: number;
  readonly p50: number;
  readonly p90: number;
  readonly p99: number;
}

export interface LatencyChart {
  readonly id: string;
  readonly interval: Interval;
  readonly slotMs: number;
  /** Ascending, at least one; slots without a duration are left out and stay a gap. */
  readonly slots: readonly LatencySlot[];
  readonly alerts: readonly AlertBand[];
}

/** Latency over time as bands from the median to the 90th and the 99th percentile, on a log axis. */
export function latencyBands(chart: LatencyChart): Html {
  const { interval, slots, slotMs } = chart;
  const low = Math.max(
    LEAST_MS,
    slots.reduce((least, slot) => Math.min(least, slot.p50), Number.MAX_VALUE),
  );
  const high = slots.reduce((most, slot) => Math.max(most, slot.p99), low);
  const ticks = logTicks(Math.min(low, 1e12), Math.max(high, LEAST_MS));
  const scale = logScale(ticks.low, ticks.high);
  return frame({
    id: chart.id,
    title: "Latency",
    description: `Median between ${latencyText(low)} and ${latencyText(slots.reduce((most, slot) => Math.max(most, slot.p50), 0))}; 99th percentile up to ${latencyText(high)}. Logarithmic axis.`,
    interval,
    height: HEIGHT,
    unit: `latency in ${spanText(slotMs)}, log axis`,
    scale,
    yTicks: ticks.values.map((value) => ({ value, text: latencyText(value) })),
    key: [
      { look: "p50", text: "p50" },
      { look: "upto90", text: "to p90" },
      { look: "upto99", text: "to p99" },
    ],
    drawing: drawingOf(chart, (ms) => (1 - scale(ms)) * HEIGHT),
    overlay: alertBandLabels(chart.alerts, interval),
    table: {
      caption: `latency percentiles in ${spanText(slotMs)}, times in UTC`,
      heads: ["from", "p50", "p90", "p99"],
      rows: slots.map((slot) => ({
        at: slot.at,
        cells: [dayTimeText(slot.at), ...[slot.p50, slot.p90, slot.p99].map(latencyText)],
      })),
    },
    slotMs,
  });
}

function drawingOf(chart: LatencyChart, y: (ms: number) => number): Html {
  const { interval, slots, slotMs } = chart;
  const dash = (slotMs / (interval.to - interval.from)) * PLOT_WIDTH;
  const x = (slot: LatencySlot): number => placeX(interval, slot.at + slotMs / 2);
  const slotRuns = runs(slots, (left, right) => right.at - left.at <= slotMs);
  const band = (low: (slot: LatencySlot) => number, high: (slot: LatencySlot) => number): string =>
    bandPath(
      slotRuns.map((run) => run.map((slot) => ({ x: x(slot), y: y(high(slot)), y2: y(low(slot)) }))),
      dash,
    );
  const line = (value: (slot: LatencySlot) => number): string =>
    linePath(
      slotRuns.map((run) => run.map((slot) => ({ x: x(slot), y: y(value(slot)) }))),
      dash,
    );
  return html`${alertBands(chart.alerts, interval, HEIGHT)}
<path class="upto99" d="${band(
    (slot) => slot.p90,
    (slot) => slot.p99,
  )}"/>
<path class="upto90" d="${band(
    (slot) => slot.p50,
    (slot) => slot.p90,
  )}"/>
<path class="p99" d="${line((slot) => slot.p99)}"/>
<path class="p50" d="${line((slot) => slot.p50)}"/>`;
}
