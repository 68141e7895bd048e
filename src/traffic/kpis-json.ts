import { DAY_MS, instantText, type Interval } from "#kernel";
import type { KpisInput, KpisJson } from "./contract.ts";
import { KPI_DIMENSIONS, type KpiQuery, type Kpis } from "./model/kpis.ts";

const RANGE_DEFAULT_MS = DAY_MS;

/** The question behind a request: without `to` up to now, without `from` the 24 hours before `to`. */
export function kpiQueryOf(api: string, input: KpisInput, now: number): KpiQuery {
  const to = input.to ?? now;
  const filters = Object.fromEntries(
    KPI_DIMENSIONS.flatMap((dimension) => {
      const names = input[dimension];
      return names === undefined ? [] : [[dimension, names]];
    }),
  );
  return {
    api,
    from: input.from ?? to - RANGE_DEFAULT_MS,
    to,
    filters,
    previous: input.compare === "previous",
    ...(input.groupBy === undefined ? {} : { groupBy: input.groupBy }),
    ...(input.step === undefined ? {} : { stepMs: input.step }),
  };
}

/** The answer with instants as RFC 3339. */
export function kpisJson({ from, to, latencyRange, series, groups, previous, damaged, ...rest }: Kpis): KpisJson {
  return {
    ...intervalJson({ from, to }),
    ...rest,
    latencyRange: intervalJson(latencyRange),
    series: series.map(({ at, ...figures }) => ({ at: instantText(at), ...figures })),
    groups: [...groups],
    ...(previous === undefined ? {} : { previous: { ...previous, ...intervalJson(previous) } }),
    damaged: damaged.map(intervalJson),
  };
}

function intervalJson({ from, to }: Interval): { from: string; to: string } {
  return { from: instantText(from), to: instantText(to) };
}
