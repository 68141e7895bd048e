import { apiName, existingApi } from "#apis";
import { clientField } from "#clients";
import { cursorOf, page, pageInput, readCursor, route, type Route } from "#http";
import { type Action, readAction } from "#identity";
import { meteredClients, usageSchema } from "#plans";
import { z } from "zod";
import type { ServerParts } from "../server-parts.ts";
import { exportUsage } from "./export-usage.ts";
import { readUsage } from "./read-usage.ts";

const LIST = "usage";

/** What clients use of what they may: from the same records as all other figures. */
export function usageRoutes(parts: ServerParts): Route<Action>[] {
  const { csv, events } = exportUsage(parts);
  return [
    route("GET /apis/:api/usage", getUsage(parts)),
    route("GET /apis/:api/usage-export.csv", csv, { text: "csv" }),
    route("GET /apis/:api/usage-export", events, { text: "ndjson" }),
  ];
}

/** Clients with a plan for an API that is in use, newest first; one client when it is named. A developer sees the own ones. */
function getUsage({ measurement, clock }: ServerParts): Action {
  return readAction({
    name: "usage.get",
    may: "usage:read",
    owner: "caller",
    input: z.strictObject({
      api: apiName,
      ...pageInput,
      client: clientField.optional(),
      period: z.enum(["current", "previous"]).default("current"),
    }),
    output: page(usageSchema),
    run: async ({ api, client, period, limit, cursor }, { read, within }) => {
      // Who sees only the own is not told which APIs there are.
      if (within === null) await existingApi(read, api);
      const now = clock.now();
      const [requestedAt, id] = readCursor(LIST, cursor, z.tuple([z.number(), z.string()])) ?? [];
      const after = requestedAt === undefined || id === undefined ? undefined : { requestedAt, id };
      const found = await meteredClients(read, { api, client, within, now }, { after, limit: limit + 1 });
      const shown = found.slice(0, limit);
      const last = found.length > limit ? shown.at(-1)?.place : undefined;
      const items = await readUsage(measurement.traffic, shown, { api, now, isPrevious: period === "previous" });
      return { items, next: last === undefined ? null : cursorOf(LIST, [last.requestedAt, last.id]) };
    },
  });
}
