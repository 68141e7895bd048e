import { useEffect, useRef } from "react";
import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import type { Interval } from "#kernel";
import { afterPaint } from "./after-paint.ts";
import { onThemeChange, plotColours } from "./plot-colours.ts";
import { plotOptions } from "./plot-options.ts";
import { type SeriesOfTime, stacked } from "./series.ts";

export interface SeriesPlotProps {
  readonly chart: SeriesOfTime;
  readonly height: number;
  /** The point under the cursor; undefined when it has left. */
  readonly onCursor: (index: number | undefined) => void;
  /** A stretch of time was drawn over. */
  readonly onSelect: (interval: Interval) => void;
  /** The point that the keyboard chose. */
  readonly chosen: number | undefined;
}

/**
 * The drawing of a chart over time, on a canvas; its table and its words are those of what stands around it. Its key is
 * `plotFrame` of the chart.
 */
export function SeriesPlot({ chart, height, onCursor, onSelect, chosen }: SeriesPlotProps) {
  const place = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | null>(null);
  const latest = useRef({ chart, onCursor, onSelect });
  useEffect(() => {
    latest.current = { chart, onCursor, onSelect };
  });
  // To make a plot costs several times what it costs to give it other values: the same one stays while it can.
  useEffect(() => plot.current?.setData(tableOf(chart)), [chart]);
  useEffect(() => {
    const element = place.current;
    if (element === null) return;
    const draw = (): void => {
      plot.current?.destroy();
      const options = plotOptions({
        chart: () => latest.current.chart,
        colours: plotColours(element),
        width: element.clientWidth,
        height,
        onCursor: (index) => latest.current.onCursor(index),
        onSelect: (interval) => latest.current.onSelect(interval),
      });
      plot.current = new uPlot(options, tableOf(latest.current.chart), element);
    };
    const callOff = afterPaint(draw);
    const endTheme = onThemeChange(draw);
    const observer = new ResizeObserver(() => {
      const width = element.clientWidth;
      // It is told once at the beginning, too: uPlot would draw all again, in the same size.
      if (width !== plot.current?.width) plot.current?.setSize({ width, height });
    });
    observer.observe(element);
    return () => {
      callOff();
      observer.disconnect();
      endTheme();
      plot.current?.destroy();
      plot.current = null;
    };
  }, [height]);
  useEffect(() => {
    const at = chosen === undefined ? undefined : chart.at[chosen];
    if (at === undefined || plot.current === null) return;
    plot.current.setCursor({ left: plot.current.valToPos((at + chart.stepMs / 2) / 1_000, "x"), top: 10 });
  }, [chosen, chart]);
  return <div ref={place} aria-hidden="true" className="w-full overflow-hidden" style={{ height }} />;
}

/** uPlot counts in seconds. A point stands for its slot: layers begin with it, and the last one is drawn to its end. */
function tableOf(chart: SeriesOfTime): uPlot.AlignedData {
  const layers = stacked(chart.series.filter(({ look }) => look === "layer"));
  const lines = chart.series.filter(({ look }) => look !== "layer");
  const last = chart.at.at(-1);
  const at = [...chart.at.map((each) => each / 1_000), ...(last === undefined ? [] : [(last + chart.stepMs) / 1_000])];
  return [at, ...layers.map(({ values }) => padded(values)), ...lines.map(({ values }) => padded(values))];
}

function padded(values: readonly (number | null)[]): (number | null)[] {
  return [...values, values.at(-1) ?? null];
}
