import { countText, latencyText, MINUTE_MS, ratioText, shortCountText, spanText } from "#kernel";
import type { AlertBand } from "#charts";
import type { SeriesOfTime } from "../charts/series.ts";
import type { Kpis, SeriesPoint } from "../server/wire.ts";

/** A tenth of a millisecond. */
const LATENCY_DRAWN_MIN_MS = 0.1;

/** The points of a series on their grid: slots without a request are zero, not a gap in what was counted. */
export interface Slots {
  readonly interval: { readonly from: number; readonly to: number };
  readonly stepMs: number;
  readonly at: readonly number[];
  readonly points: readonly (SeriesPoint | undefined)[];
}

export function slotsOf(kpis: Kpis): Slots {
  const { stepMs } = kpis;
  const interval = { from: Date.parse(kpis.from), to: Date.parse(kpis.to) };
  const byStart = new Map(kpis.series.map((point) => [Date.parse(point.at), point]));
  const first = Math.floor(interval.from / stepMs) * stepMs;
  const count = Math.max(0, Math.ceil((interval.to - first) / stepMs));
  const at = Array.from({ length: count }, (_, i) => first + i * stepMs);
  return { interval, stepMs, at, points: at.map((start) => byStart.get(start)) };
}

/** Requests over time: good, excluded, bad on top; what clients did wrong and what was throttled as dotted lines. */
export function requestsSeries(slots: Slots, bands: readonly AlertBand[]): SeriesOfTime {
  const count = (of: (point: SeriesPoint) => number): number[] =>
    slots.points.map((point) => (point === undefined ? 0 : of(point)));
  const faults = count(({ clientFaults }) => clientFaults);
  const throttled = count((point) => point.throttled);
  const excluded = count((point) => point.excluded);
  return {
    ...frameOf(slots),
    title: "Requests",
    unit: `in ${spanText(slots.stepMs)}`,
    series: [
      { name: "good", colour: "good", look: "layer", values: count(({ good }) => good) },
      ...(excluded.some((value) => value > 0)
        ? [{ name: "excluded", colour: "excluded", look: "layer", values: excluded } as const]
        : []),
      { name: "bad", colour: "bad", look: "layer", values: count(({ bad }) => bad) },
      ...(faults.some((value) => value > 0)
        ? [{ name: "client faults", colour: "ink", look: "dashed", values: faults } as const]
        : []),
      ...(throttled.some((value) => value > 0)
        ? [{ name: "throttled", colour: "accent", look: "dashed", values: throttled } as const]
        : []),
    ],
    text: (value) => (Number.isInteger(value) ? shortCountText(value) : countText(value)),
    marks: slots.points.map((point) => (point?.bad ?? 0) > 0),
    bands,
  };
}

/** Availability over time; nothing where there was no valid request. The axis begins below the worst slot. */
export function availabilitySeries(slots: Slots, bands: readonly AlertBand[]): SeriesOfTime {
  const values = slots.points.map((point) => point?.availability ?? null);
  const least = values.reduce<number>((low, value) => Math.min(low, value ?? 1), 1);
  const low = [0.999, 0.99, 0.95, 0.9, 0.75, 0.5].find((each) => each <= least) ?? 0;
  return {
    ...frameOf(slots),
    title: "Availability",
    unit: `good of valid in ${spanText(slots.stepMs)}`,
    series: [{ name: "availability", colour: "accent", look: "line", values }],
    text: ratioText,
    bands,
    scale: [low, 1 + (1 - low) * 0.04],
  };
}

/** Percentiles of latency over time; undefined where no record tells a duration. */
export function latencySeries(slots: Slots, bands: readonly AlertBand[]): SeriesOfTime | undefined {
  const of = (name: "p50" | "p90" | "p99"): (number | null)[] =>
    slots.points.map((point) => drawable(point?.latencyMs?.[name] ?? null));
  const p99 = of("p99");
  if (p99.every((value) => value === null)) return undefined;
  return {
    ...frameOf(slots),
    title: "Latency",
    unit: "percentiles, within 1 %",
    series: [
      { name: "p50", colour: "accent", look: "line", values: of("p50") },
      { name: "p90", colour: "good", look: "faint", values: of("p90") },
      { name: "p99", colour: "soft", look: "faint", values: p99 },
      ...upstreamLines(slots),
    ],
    text: latencyText,
    bands,
    isLog: true,
  };
}

/** What of it the upstream took; what lies between is the gateway's own. Nothing where nothing tells it. */
function upstreamLines({ points }: Slots): SeriesOfTime["series"] {
  if (points.every((point) => point?.upstreamMs === undefined)) return [];
  return (["p50", "p99"] as const).map((name) => ({
    name: `upstream ${name}`,
    colour: name === "p50" ? "accent" : "ink",
    look: "dashed",
    values: points.map((point) => drawable(point?.upstreamMs?.[name] ?? null)),
  }));
}

/** A logarithmic axis has no zero: what was quicker than its least is drawn there. */
function drawable(latencyMs: number | null): number | null {
  return latencyMs === null ? null : Math.max(latencyMs, LATENCY_DRAWN_MIN_MS);
}

function frameOf({ interval, stepMs, at }: Slots): Pick<SeriesOfTime, "interval" | "stepMs" | "at"> {
  return { interval, stepMs: Math.max(stepMs, MINUTE_MS), at };
}
