import uPlot from "uplot";
import type { Interval } from "#kernel";
import type { PlotColours } from "./plot-colours.ts";
import { alone, type Series, type SeriesOfTime, stacked } from "./series.ts";

/** Charts of a page move their cursors together. */
const SHARED = "page";
const SELECTED_LEAST_PX = 8;
const MARK_PX = 4;
/** Of the name of a release. */
const LABEL_PX = 12;
const LABEL_LENGTH_MAX = 24;
/** Half of the longest label of the time axis: the last one stands under the right edge. */
const HALF_LABEL_PX = 24;

export interface PlotAsked {
  /** The chart as it is at the moment: a plot outlives it while its frame stays. */
  readonly chart: () => SeriesOfTime;
  readonly colours: PlotColours;
  readonly width: number;
  readonly height: number;
  readonly onCursor: (index: number | undefined) => void;
  readonly onSelect: (interval: Interval) => void;
}

/** How uPlot draws a chart of ours. */
export function plotOptions(asked: PlotAsked): uPlot.Options {
  const { colours, width, height } = asked;
  const chart = asked.chart();
  const layers = stacked(chart.series.filter(({ look }) => look === "layer"));
  const lines = chart.series.filter(({ look }) => look !== "layer");
  return {
    width,
    height,
    padding: [8, HALF_LABEL_PX, 0, 0],
    legend: { show: false },
    cursor: {
      sync: { key: SHARED, scales: ["x", null] },
      y: false,
      points: { show: false },
      drag: { x: true, y: false, setScale: false },
    },
    scales: {
      x: { time: true, range: () => secondsOf(asked.chart().interval) },
      y: {
        // oxlint-disable-next-line typescript/no-unsafe-enum-assignment -- uPlot has this enum in its types only
        distr: chart.isLog === true ? 3 : 1,
        range: (_, low, high) => scaleOf(asked.chart(), low, high),
      },
    },
    axes: [timeAxis(colours), valueAxis(asked)],
    series: [{}, ...layers.map((each) => layerOf(each, colours)), ...lines.map((each) => lineOf(each, colours))],
    hooks: {
      drawClear: [(plot) => drawBands(plot, asked.chart(), colours)],
      draw: [(plot) => drawMarks(plot, asked.chart(), colours), (plot) => drawReleases(plot, asked.chart(), colours)],
      setCursor: [(plot) => asked.onCursor(indexOf(plot, asked.chart()))],
      setSelect: [(plot) => select(plot, asked.onSelect)],
    },
  };
}

function secondsOf({ from, to }: Interval): [number, number] {
  return [from / 1_000, to / 1_000];
}

function scaleOf(chart: SeriesOfTime, low: number | null, high: number | null): [number, number] {
  if (chart.scale !== undefined) return [chart.scale[0], chart.scale[1]];
  if (chart.isLog === true) return [(low ?? 1) / 1.2, (high ?? 10) * 1.2];
  return [Math.min(0, low ?? 0), Math.max(high ?? 0, 1e-9) * 1.08];
}

function font(): string {
  return "12px system-ui, -apple-system, Segoe UI, Roboto, Helvetica Neue, Arial, sans-serif";
}

function timeAxis(colours: PlotColours): uPlot.Axis {
  return {
    stroke: colours.soft,
    font: font(),
    size: 28,
    gap: 6,
    space: 72,
    grid: { show: false },
    ticks: { stroke: colours.rule, size: 4, width: 1 },
    values: [
      [86_400, "{D} {MMM}", null, null, null, null, null, null, 1],
      [3_600, "{HH}:{mm}", "\n{D} {MMM}", null, "\n{D} {MMM}", null, null, null, 1],
      [60, "{HH}:{mm}", "\n{D} {MMM}", null, "\n{D} {MMM}", null, null, null, 1],
      [1, "{HH}:{mm}:{ss}", null, null, null, null, null, null, 1],
    ],
  };
}

function valueAxis({ chart, colours }: PlotAsked): uPlot.Axis {
  return {
    stroke: colours.soft,
    font: font(),
    size: 56,
    gap: 6,
    space: 36,
    grid: { stroke: colours.rule, width: 1 },
    ticks: { show: false },
    values: (_, ticks) => ticks.map((tick) => chart().text(tick)),
    ...(chart().isLog === true
      ? { splits: (...[, , low, high]) => ratioTicks(low, high), filter: (_plot, all) => all }
      : {}),
  };
}

/** Powers of ten between two values; where they are few, twice and five times them, too. */
function ratioTicks(low: number, high: number): number[] {
  const first = Math.floor(Math.log10(low));
  const powers = Array.from({ length: Math.ceil(Math.log10(high)) - first + 1 }, (_, i) => 10 ** (first + i));
  const inside = (value: number): boolean => value >= low && value <= high;
  const tens = powers.filter(inside);
  return tens.length > 1 ? tens : powers.flatMap((power) => [power, 2 * power, 5 * power]).filter(inside);
}

function layerOf({ name, colour }: Series, colours: PlotColours): uPlot.Series {
  const paths = uPlot.paths.stepped?.({ align: 1 });
  return { label: name, fill: colours[colour], width: 0, points: { show: false }, ...(paths && { paths }) };
}

function lineOf({ name, colour, look }: Series, colours: PlotColours): uPlot.Series {
  const paths = uPlot.paths.stepped?.({ align: 1 });
  return {
    label: name,
    stroke: colours[colour],
    width: look === "line" ? 2 : 1,
    points: { show: false, filter: (plot, index) => alone(plot.data[index] ?? []), size: 5, fill: colours[colour] },
    ...(look === "dashed" ? { dash: [2, 3] } : {}),
    ...(paths && { paths }),
  };
}

/** Alerts behind the drawing: pages with a solid cap, tickets with a broken one. */
function drawBands(plot: uPlot, chart: SeriesOfTime, colours: PlotColours): void {
  const { ctx, bbox } = plot;
  for (const band of chart.bands ?? []) {
    const left = Math.max(bbox.left, plot.valToPos(band.from / 1_000, "x", true));
    const right = Math.min(bbox.left + bbox.width, plot.valToPos(band.to / 1_000, "x", true));
    if (right < left) continue;
    const width = Math.max(2, right - left);
    ctx.save();
    ctx.fillStyle = band.urgency === "page" ? colours.bad : colours.warn;
    ctx.globalAlpha = 0.12;
    ctx.fillRect(left, bbox.top, width, bbox.height);
    ctx.globalAlpha = 1;
    if (band.urgency === "page") ctx.fillRect(left, bbox.top, width, 3);
    else for (let x = left; x < left + width; x += 7) ctx.fillRect(x, bbox.top, Math.min(4, left + width - x), 3);
    ctx.restore();
  }
}

function drawMarks(plot: uPlot, chart: SeriesOfTime, colours: PlotColours): void {
  const { ctx, bbox } = plot;
  ctx.save();
  ctx.fillStyle = colours.bad;
  for (const [i, marked] of (chart.marks ?? []).entries()) {
    const at = chart.at[i];
    if (!marked || at === undefined) continue;
    const left = plot.valToPos(at / 1_000, "x", true);
    const width = Math.max(1, plot.valToPos((at + chart.stepMs) / 1_000, "x", true) - left - 1);
    ctx.fillRect(left, bbox.top + bbox.height + 1, width, MARK_PX);
  }
  ctx.restore();
}

/** A broken line for each release, with its name where there is room for it. */
function drawReleases(plot: uPlot, { releases = [], interval }: SeriesOfTime, colours: PlotColours): void {
  const { ctx, bbox } = plot;
  const ratio = uPlot.pxRatio;
  ctx.save();
  ctx.strokeStyle = colours.ink;
  ctx.fillStyle = colours.ink;
  ctx.lineWidth = ratio;
  ctx.setLineDash([2 * ratio, 3 * ratio]);
  ctx.font = `${LABEL_PX * ratio}px system-ui, sans-serif`;
  ctx.textBaseline = "bottom";
  ctx.textAlign = "left";
  let free = bbox.left;
  for (const { at, label } of releases) {
    if (at < interval.from || at >= interval.to) continue;
    const x = plot.valToPos(at / 1_000, "x", true);
    ctx.beginPath();
    ctx.moveTo(x, bbox.top);
    ctx.lineTo(x, bbox.top + bbox.height);
    ctx.stroke();
    const short = label.length > LABEL_LENGTH_MAX ? `${label.slice(0, LABEL_LENGTH_MAX)}…` : label;
    const width = ctx.measureText(short).width + LABEL_PX * ratio;
    const left = Math.min(x + 3 * ratio, bbox.left + bbox.width - width);
    if (left < free) continue;
    ctx.fillText(short, left, bbox.top + bbox.height - 2 * ratio);
    free = left + width;
  }
  ctx.restore();
}

/** The slot under the cursor, not the nearest start of one. */
function indexOf(plot: uPlot, chart: SeriesOfTime): number | undefined {
  const { left } = plot.cursor;
  if (left === undefined || left < 0) return undefined;
  const at = plot.posToVal(left, "x") * 1_000;
  const index = chart.at.findLastIndex((start) => start <= at);
  return index >= 0 && at < (chart.at[index] ?? 0) + chart.stepMs ? index : undefined;
}

function select(plot: uPlot, onSelect: (interval: Interval) => void): void {
  const { left, width } = plot.select;
  if (width < SELECTED_LEAST_PX) return;
  onSelect({ from: plot.posToVal(left, "x") * 1_000, to: plot.posToVal(left + width, "x") * 1_000 });
  plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
}
