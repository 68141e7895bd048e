import { type KeyboardEvent, lazy, type ReactNode, Suspense, useCallback, useState } from "react";
import { spanText } from "#kernel";
import { useRange } from "../time/use-range.ts";
import { localText } from "../time/local-time.ts";
import { ChartTable } from "./chart-table.tsx";
import { plotFrame, type Series, type SeriesOfTime } from "./series.ts";

const SeriesPlot = lazy(async () => ({ default: (await import("./series-plot.tsx")).SeriesPlot }));

interface SeriesChartProps {
  readonly chart: SeriesOfTime;
  readonly height?: number;
  readonly aside?: ReactNode;
}

/**
 * A chart over time: heading, key with the values under the shared cursor, the drawing, and the table behind it. The
 * arrows move the cursor; what is drawn over with the pointer becomes the page's range.
 */
export function SeriesChart({ chart, height = 160, aside }: SeriesChartProps) {
  const { chooseInterval, now } = useRange();
  const [index, setIndex] = useState<number>();
  const [chosen, setChosen] = useState<number>();
  const onCursor = useCallback((next: number | undefined) => setIndex(next), []);
  const at = index === undefined ? undefined : chart.at[index];
  const onKey = (event: KeyboardEvent): void => {
    const step = { ArrowRight: 1, ArrowLeft: -1, PageDown: 10, PageUp: -10 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    setChosen(Math.min(chart.at.length - 1, Math.max(0, (chosen ?? index ?? chart.at.length) + step)));
  };
  const when = at === undefined ? "" : `${localText(at, now)}, ${chart.slot ?? spanText(chart.stepMs)}`;
  return (
    <figure>
      <figcaption className="flex flex-wrap items-baseline justify-between gap-x-2">
        <h2 className="text-s!">
          {chart.title} <span className="font-normal text-soft">{chart.unit}</span>
        </h2>
        {aside}
      </figcaption>
      <Key chart={chart} index={index} when={when} />
      <div
        role="slider"
        tabIndex={0}
        aria-label={`Time in the chart ${chart.title}`}
        aria-valuemin={1}
        aria-valuemax={Math.max(1, chart.at.length)}
        aria-valuenow={(index ?? chart.at.length - 1) + 1}
        aria-valuetext={
          at === undefined
            ? "no time chosen"
            : `${when}: ${chart.series.map((each) => `${each.name} ${valueText(chart, each, index)}`).join(", ")}`
        }
        onKeyDown={onKey}
        onBlur={() => setChosen(undefined)}
      >
        <Suspense fallback={<div className="skeleton w-full" style={{ height }} />}>
          <SeriesPlot
            key={plotFrame(chart)}
            chart={chart}
            height={height}
            onCursor={onCursor}
            onSelect={chooseInterval}
            chosen={chosen}
          />
        </Suspense>
      </div>
      <ChartTable chart={chart} />
    </figure>
  );
}

/** The names of what is drawn; under the cursor, with their values. */
function Key({ chart, index, when }: { chart: SeriesOfTime; index: number | undefined; when: string }) {
  return (
    <p className="flex min-h-2.5 flex-wrap gap-x-2 text-soft" aria-hidden="true">
      {chart.series.map((each) => (
        <span key={each.name} className="flex items-center gap-0.5 whitespace-nowrap">
          <i
            className={`inline-block w-1.5 ${keyLook(each)}`}
            style={{ [each.look === "layer" ? "backgroundColor" : "borderColor"]: `var(--${each.colour})` }}
          />
          {each.name}
          {index !== undefined && <b className="font-semibold text-ink">{valueText(chart, each, index)}</b>}
        </span>
      ))}
      {when !== "" && <span className="ml-auto whitespace-nowrap text-ink">{when}</span>}
    </p>
  );
}

function keyLook({ look }: Series): string {
  if (look === "layer") return "h-1.5 rounded-[2px]";
  if (look === "dashed") return "border-t-2 border-dotted";
  return look === "line" ? "border-t-2" : "border-t";
}

function valueText(chart: SeriesOfTime, { values }: Series, index: number | undefined): string {
  const value = index === undefined ? null : (values[index] ?? null);
  return value === null ? "none" : chart.text(value);
}
