import { apiName, existingApi } from "#apis";
import { route, type Route } from "#http";
import { type Action, readAction } from "#identity";
import type { Reader } from "#storage";
import { kpiQueryOf, kpisCsv, kpisJson, kpisQuerySchema, kpisSchema } from "#traffic";
import { z } from "zod";
import type { ServerParts } from "../server-parts.ts";
import { ownerOfFilter } from "./client-filter.ts";

/** KPIs of an API, over any range. A developer asks for clients of the own organisation, and for nothing else. */
export function kpiRoutes(parts: ServerParts): Route<Action>[] {
  return [
    route("GET /apis/:api/kpis", getKpis(parts)),
    route("GET /apis/:api/kpis.csv", getKpisCsv(parts), { text: "csv" }),
  ];
}

const kpiInput = z.strictObject({ api: apiName, ...kpisQuerySchema.shape });

function getKpis(parts: ServerParts): Action {
  return readAction({
    name: "kpi.get",
    may: "traffic:read",
    owner: ownerOfFilter,
    input: kpiInput,
    output: kpisSchema,
    run: async (asked, { read, within }) => kpisJson(await kpisOf(parts, asked, { read, within })),
  });
}

/** The groups, or the points of the series, as a table for a spreadsheet. */
function getKpisCsv(parts: ServerParts): Action {
  return readAction({
    name: "kpi.get-csv",
    may: "traffic:read",
    owner: ownerOfFilter,
    input: kpiInput.extend({ table: z.enum(["groups", "series"]).default("series") }),
    output: z.object({ text: z.string() }),
    run: async ({ table, ...asked }, { read, within }) => ({
      text: kpisCsv(await kpisOf(parts, asked, { read, within }), table),
    }),
  });
}

interface Reading {
  readonly read: Reader;
  readonly within: readonly string[] | null;
}

async function kpisOf(
  { measurement, clients: { names }, clock }: ServerParts,
  { api, client, ...query }: z.output<typeof kpiInput>,
  { read, within }: Reading,
) {
  // Which APIs there are is not a developer's to ask: one that is not there is one that was never called.
  if (within === null) await existingApi(read, api);
  const clients = client === undefined ? {} : { client: names.allOf(client) };
  const asked = kpiQueryOf(api, { ...query, ...clients }, clock.now());
  return measurement.traffic.kpis({ ...asked, register: names });
}
