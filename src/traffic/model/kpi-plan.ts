import { ceilTo, countText, DAY_MS, floorTo, HOUR_MS, type Interval, MINUTE_MS, Refusal } from "#kernel";
import type { KpiQuery } from "./kpis.ts";

const POINTS_DEFAULT = 600;
/** Points of a series that somebody asked for by its step. */
const POINTS_MAX = 2_000;
/** No range is longer: counts are kept no longer, 13 months of at most 31 days. */
export const RANGE_DAYS_MAX = 403;

const STEPS_MS = [MINUTE_MS, 5 * MINUTE_MS, 15 * MINUTE_MS, HOUR_MS, 3 * HOUR_MS, 6 * HOUR_MS, DAY_MS, 7 * DAY_MS];

/** A query with its ranges cut. */
export interface KpiPlan {
  readonly range: Interval;
  readonly previous: Interval;
  readonly stepMs: number;
  /** The first point of the series: the range begins in it. */
  readonly firstMs: number;
  readonly latencyRange: Interval;
  /** Nothing outside it is read. */
  readonly widest: Interval;
}

/**
 * Cuts the ranges of a query: outward to whole minutes. `minuteDurationsFrom` is the instant before which durations
 * are known by the hour only: an edge of the range before it is moved outward to the hour for the percentiles.
 * Refuses an empty range, one that is longer than what is kept, and a step that is no number of minutes or too short.
 */
export function kpiPlan(query: Omit<KpiQuery, "api">, minuteDurationsFrom: number): KpiPlan {
  const range = { from: floorTo(query.from, MINUTE_MS), to: ceilTo(query.to, MINUTE_MS) };
  if (!(query.from < query.to)) {
    throw new Refusal("invalid", "kpis.range", "The range is empty: `to` must be after `from`.");
  }
  const lengthMs = range.to - range.from;
  if (lengthMs > RANGE_DAYS_MAX * DAY_MS) {
    throw new Refusal(
      "limit",
      "kpis.range-too-long",
      `The range is longer than ${RANGE_DAYS_MAX} days, and counts are kept no longer than that. Ask for less.`,
      { daysMax: RANGE_DAYS_MAX },
    );
  }
  const stepMs = query.stepMs ?? STEPS_MS.find((step) => lengthMs / step <= POINTS_DEFAULT - 1) ?? 7 * DAY_MS;
  refuseStep(stepMs, lengthMs);
  const previous = { from: range.from - lengthMs, to: range.from };
  const latencyRange = {
    from: range.from < minuteDurationsFrom ? floorTo(range.from, HOUR_MS) : range.from,
    to: range.to < minuteDurationsFrom ? ceilTo(range.to, HOUR_MS) : range.to,
  };
  const first = query.previous === true ? previous.from : range.from;
  return {
    range,
    previous,
    stepMs,
    firstMs: floorTo(range.from, stepMs),
    latencyRange,
    widest: { from: Math.min(first, latencyRange.from), to: latencyRange.to },
  };
}

function refuseStep(stepMs: number, lengthMs: number): void {
  if (stepMs <= 0 || stepMs % MINUTE_MS !== 0) {
    throw new Refusal(
      "invalid",
      "kpis.step",
      "The step of a series is a whole number of minutes, at least one: 5m, 1h, 1d.",
    );
  }
  if (lengthMs / stepMs <= POINTS_MAX) return;
  throw new Refusal(
    "limit",
    "kpis.too-many-points",
    `The series would have ${countText(Math.ceil(lengthMs / stepMs))} points; at most ${countText(POINTS_MAX)} are given. Ask for a longer step, or for a shorter range.`,
    { pointsMax: POINTS_MAX },
  );
}
