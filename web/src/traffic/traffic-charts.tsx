import { useMemo } from "react";
import type { ReleaseMark } from "#charts";
import type { SeriesOfTime } from "../charts/series.ts";
import { SeriesChart } from "../charts/series-chart.tsx";
import { availabilitySeries, latencySeries, requestsSeries, type Slots } from "./series-of.ts";
import { useReleases } from "./use-releases.ts";
import { useBands } from "./use-bands.ts";

/** Requests, availability and latency over one range, with one cursor. */
export function TrafficCharts({ api, slots }: { api: string; slots: Slots }) {
  const bands = useBands(api, slots.interval);
  const releases = useReleases(api, slots.interval);
  const charts = useMemo(
    () => ({
      requests: { ...requestsSeries(slots, bands), releases },
      availability: { ...availabilitySeries(slots, bands), releases },
      latency: withReleases(latencySeries(slots, bands), releases),
    }),
    [slots, bands, releases],
  );
  return (
    <div className="mt-3 grid grid-cols-1 gap-3 lg:grid-cols-2">
      <div className="lg:col-span-2">
        <SeriesChart chart={charts.requests} height={200} />
      </div>
      <SeriesChart chart={charts.availability} height={136} />
      {charts.latency !== undefined && <SeriesChart chart={charts.latency} height={136} />}
    </div>
  );
}

function withReleases(chart: SeriesOfTime | undefined, releases: readonly ReleaseMark[]): SeriesOfTime | undefined {
  return chart === undefined ? undefined : { ...chart, releases };
}
