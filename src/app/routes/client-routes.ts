import { z } from "zod";
import { apiName, existingApi } from "#apis";
import { allClientNames, Lookalikes, standsForNobody } from "#clients";
import { route, type Route } from "#http";
import { type Action, readAction } from "#identity";
import { DAY_MS, isoText } from "#kernel";
import { kpiQueryOf } from "#traffic";
import type { ServerParts } from "../server-parts.ts";
import { activityActions } from "./client-activity.ts";
import { clientsOfApi } from "./clients-of-api.ts";

/** What takes both the register of clients and their traffic. For the provider only: it tells of all of them. */
export function clientRoutes(parts: ServerParts): Route<Action>[] {
  const activity = activityActions(parts);
  const ofApi = clientsOfApi(parts);
  return [
    route("GET /apis/:api/observed-clients", listObserved(parts)),
    route("GET /apis/:api/clients", ofApi.list),
    route("GET /apis/:api/client-figures", ofApi.figures),
    route("GET /apis/:api/client-activity", activity.get),
    route("GET /apis/:api/client-activity/clients", activity.list),
  ];
}

const OBSERVED_DAYS = 30;
const OBSERVED_MAX = 200;

const observedSchema = z.object({
  from: z.iso.datetime(),
  to: z.iso.datetime(),
  items: z.array(
    z.object({
      name: z.string(),
      requests: z.number(),
      /** A registered client whose name looks like it. */
      lookalike: z.string().nullable(),
    }),
  ),
  /** Names beyond those that are listed. */
  more: z.number(),
});

/** The names in the traffic of the last 30 days that stand for no registered client, those with most requests first. */
function listObserved({ measurement, clients: { names } }: ServerParts): Action {
  return readAction({
    name: "client.list-observed",
    may: "client:read",
    input: z.strictObject({ api: apiName }),
    output: observedSchema,
    run: async ({ api }, { read, now }) => {
      await existingApi(read, api);
      const range = { from: now - OBSERVED_DAYS * DAY_MS, to: now };
      const query = kpiQueryOf(api, { ...range, groupBy: "client" }, range.to);
      const { groups, groupsSummedUp } = await measurement.traffic.kpis(query);
      const lookalikes = new Lookalikes(await allClientNames(read));
      const observed = groups
        .filter(({ key }) => !names.has(key) && !standsForNobody(key))
        .toSorted((a, b) => b.requests - a.requests);
      return {
        from: isoText(range.from),
        to: isoText(range.to),
        items: observed.slice(0, OBSERVED_MAX).map(({ key, requests }) => ({
          name: key,
          requests,
          lookalike: lookalikes.of(key) ?? null,
        })),
        more: Math.max(0, observed.length - OBSERVED_MAX) + groupsSummedUp,
      };
    },
  });
}
