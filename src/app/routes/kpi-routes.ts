import { apiName, existingApi } from "#apis";
import { route, type Route } from "#http";
import { type Action, readAction } from "#identity";
import { kpiQueryOf, kpisCsv, kpisJson, kpisQuerySchema, kpisSchema } from "#traffic";
import { z } from "zod";
import type { ServerParts } from "../server-parts.ts";

/** KPIs of an API, over any range. */
export function kpiRoutes(parts: ServerParts): Route<Action>[] {
  return [
    route("GET /apis/:api/kpis", getKpis(parts)),
    route("GET /apis/:api/kpis.csv", getKpisCsv(parts), { text: "csv" }),
  ];
}

function getKpis({ measurement, clock }: ServerParts): Action {
  return readAction({
    name: "kpi.get",
    may: "traffic:read",
    input: z.strictObject({ api: apiName, ...kpisQuerySchema.shape }),
    output: kpisSchema,
    run: async ({ api, ...query }, { read }) => {
      await existingApi(read, api);
      return kpisJson(await measurement.traffic.kpis(kpiQueryOf(api, query, clock.now())));
    },
  });
}

/** The groups, or the points of the series, as a table for a spreadsheet. */
function getKpisCsv({ measurement, clock }: ServerParts): Action {
  return readAction({
    name: "kpi.get-csv",
    may: "traffic:read",
    input: z.strictObject({
      api: apiName,
      ...kpisQuerySchema.shape,
      table: z.enum(["groups", "series"]).default("series"),
    }),
    output: z.object({ text: z.string() }),
    run: async ({ api, table, ...query }, { read }) => {
      await existingApi(read, api);
      return { text: kpisCsv(await measurement.traffic.kpis(kpiQueryOf(api, query, clock.now())), table) };
    },
  });
}
