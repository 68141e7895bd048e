import { useEffect, useRef } from "react";
import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import type { Interval } from "#kernel";
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

/** The drawing of a chart over time, on a canvas; its table and its words are the frame's. */
export function SeriesPlot({ chart, height, onCursor, onSelect, chosen }: SeriesPlotProps) {
  const place = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | null>(null);
  const calls = useRef({ onCursor, onSelect });
  useEffect(() => {
    calls.current = { onCursor, onSelect };
  });
  useEffect(() => {
    const element = place.current;
    if (element === null) return;
    const draw = (): void => {
      plot.current?.destroy();
      const options = plotOptions({
        chart,
        colours: plotColours(element),
        width: element.clientWidth,
        height,
        onCursor: (index) => calls.current.onCursor(index),
        onSelect: (interval) => calls.current.onSelect(interval),
      });
      plot.current = new uPlot(options, tableOf(chart), element);
    };
    draw();
    const endTheme = onThemeChange(draw);
    const observer = new ResizeObserver(() => plot.current?.setSize({ width: element.clientWidth, height }));
    observer.observe(element);
    return () => {
      observer.disconnect();
      endTheme();
      plot.current?.destroy();
      plot.current = null;
    };
  }, [chart, height]);
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
