import { z } from "zod";
import { apiName, existingApi, notedLosses, SOURCES } from "#apis";
import { route, type Route } from "#http";
import { type Action, readAction } from "#identity";
import { DAY_MS, type Interval, wireValue } from "#kernel";
import { sourcesSchema } from "./contract.ts";
import type { ServerParts } from "../server-parts.ts";

const LOSSES_SHOWN = 100;

/** `GET /sources`. */
export function sourceRoutes(parts: ServerParts): Route<Action>[] {
  return [route("GET /sources", listSources(parts))];
}

function listSources({ sources, startedAt, measurement }: ServerParts): Action {
  return readAction({
    name: "source.list",
    may: "traffic:read",
    input: z.strictObject({ api: apiName.optional() }),
    output: sourcesSchema,
    run: async ({ api }, { read }) => {
      if (api !== undefined) await existingApi(read, api);
      const all = sources.delivered().filter((one) => api === undefined || one.api === api);
      const told = {
        startedAt,
        watched: api === undefined ? null : watchedOf(measurement.objectives.coverageOf(api), measurement.ticks.at),
        items: all.map((one) => ({
          ...one,
          counts: measurement.apis.sourceOf(one.api) === one.source,
          lagMs: Math.max(0, one.lastCameAt - one.lastRecordAt),
        })),
        dropped: sources.dropped().map(({ source, reasons, examples }) => {
          return { source, reasons: Object.fromEntries(reasons), examples };
        }),
        sampled: SOURCES.map((source) => ({ source, records: sources.sampledOf(source) })).filter(isAny),
        losses: (await notedLosses(read, { api, limit: LOSSES_SHOWN })).map(({ id: _id, ...loss }) => loss),
        next: null,
      };
      return wireValue(told) as z.input<typeof sourcesSchema>;
    },
  });
}

/** Null before anything was watched. */
function watchedOf(coverage: WatchedTime | undefined, to: number) {
  if (coverage === undefined || coverage.startedAt >= to) return null;
  const range = { from: Math.max(coverage.startedAt, to - DAY_MS), to };
  return { ...range, ms: coverage.coveredMs(range) };
}

interface WatchedTime {
  readonly startedAt: number;
  coveredMs(range: Interval): number;
}

function isAny({ records }: { readonly records: number }): boolean {
  return records > 0;
}
