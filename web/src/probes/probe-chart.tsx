import { useMemo } from "react";
import { latencyText } from "#kernel";
import { SeriesChart } from "../charts/series-chart.tsx";
import type { SeriesOfTime } from "../charts/series.ts";
import type { ProbeResult } from "./probe-queries.ts";

/** How long each of the last runs took, with where the time went; runs that failed have a mark. Nothing while none was answered. */
export function ProbeChart({ results }: { results: readonly ProbeResult[] }) {
  const chart = useMemo(() => chartOf(results.toReversed()), [results]);
  if (chart === undefined) return null;
  return (
    <div className="mt-3">
      <SeriesChart chart={chart} height={136} />
    </div>
  );
}

function chartOf(results: readonly ProbeResult[]): SeriesOfTime | undefined {
  const [first, last] = [results[0], results.at(-1)];
  if (first === undefined || last === undefined || results.length < 2) return undefined;
  if (results.every(({ status }) => status === 0)) return undefined;
  const at = results.map((one) => Date.parse(one.at));
  const [from, to] = [Date.parse(first.at), Date.parse(last.at)];
  const stepMs = Math.max(1, Math.round((to - from) / (results.length - 1)));
  const values = (of: (one: ProbeResult) => number) => results.map((one) => (one.status === 0 ? null : of(one)));
  return {
    title: "Latency",
    unit: `of the last ${results.length} runs`,
    interval: { from, to: to + stepMs },
    stepMs,
    slot: "run",
    at,
    series: [
      { name: "whole", colour: "accent", look: "line", values: values(({ totalMs }) => totalMs) },
      {
        name: "until connected",
        colour: "soft",
        look: "faint",
        values: values(({ lookupMs, connectMs, tlsMs }) => lookupMs + connectMs + tlsMs),
      },
    ],
    text: latencyText,
    marks: results.map(({ passed }) => !passed),
  };
}
