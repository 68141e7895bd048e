import { z } from "zod";
import { apiName, existingApi, SOURCES } from "#apis";
import { route, type Route } from "#http";
import { type Action, readAction } from "#identity";
import { wireValue } from "#kernel";
import type { ServerParts } from "../server-parts.ts";

const instant = z.iso.datetime();

/** What delivers records of an API, since the server started. */
const sourcesSchema = z.object({
  startedAt: instant,
  /** One line for each source and API of which a record was kept; at most five for each API. */
  items: z.array(
    z.object({
      source: z.enum(SOURCES),
      api: z.string(),
      /** Whether its records count; what others deliver is dropped as notTheSource. */
      counts: z.boolean(),
      kept: z.number(),
      unattributed: z.number(),
      /** Start of the latest request of which a record came. */
      lastRecordAt: instant,
      lastCameAt: instant,
      /** From the start of that request until its record came. */
      lagMs: z.number(),
    }),
  ),
  /** What was dropped, by source: whose it was is often just what was wrong. */
  dropped: z.array(
    z.object({
      source: z.enum(SOURCES),
      reasons: z.record(z.string(), z.number()),
      /** The newest last, at most ten. */
      examples: z.array(z.object({ at: instant, reason: z.string(), detail: z.string() })),
    }),
  ),
  next: z.null(),
});

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
        items: all.map((one) => ({
          ...one,
          counts: measurement.apis.sourceOf(one.api) === one.source,
          lagMs: Math.max(0, one.lastCameAt - one.lastRecordAt),
        })),
        dropped: sources.dropped().map(({ source, reasons, examples }) => {
          return { source, reasons: Object.fromEntries(reasons), examples };
        }),
        next: null,
      };
      return wireValue(told) as z.input<typeof sourcesSchema>;
    },
  });
}
