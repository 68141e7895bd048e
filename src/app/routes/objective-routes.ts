import { z } from "zod";
import { apiName } from "#apis";
import { cursorOf, page, pageInput, readCursor, route, type Route } from "#http";
import { type Action, readAction } from "#identity";
import { wireValue } from "#kernel";
import {
  forecastText,
  type LiveObjectives,
  objectiveDetailSchema,
  type ObjectiveResult,
  objectiveSchema,
  objectivesSchema,
  objectiveText,
  pairText,
} from "#objectives";
import type { ServerParts } from "../server-parts.ts";
import { getWhatIf } from "./get-what-if.ts";

const idField = z.string().min(1).max(200);

/** How promises stand: of an API, one of them, and one of them for each client. */
export function objectiveRoutes(parts: ServerParts): Route<Action>[] {
  return [
    route("GET /apis/:api/objectives", listObjectives(parts)),
    route("GET /apis/:api/objectives/:id", getObjective(parts)),
    route("GET /apis/:api/objectives/:id/clients", listClients(parts)),
    route("GET /apis/:api/objectives/:id/what-if", getWhatIf(parts)),
  ];
}

function listObjectives({ measurement }: ServerParts): Action {
  return readAction({
    name: "objective.list",
    may: "objective:read",
    input: z.strictObject({ api: apiName }),
    output: objectivesSchema,
    run: ({ api }) => {
      const { objectives, ticks } = measurement;
      const items = objectives.results(api).map((result) => listed(objectives, api, result));
      return Promise.resolve(wireValue({ at: ticks.at, items }) as z.input<typeof objectivesSchema>);
    },
  });
}

function getObjective({ measurement }: ServerParts): Action {
  return readAction({
    name: "objective.get",
    may: "objective:read",
    input: z.strictObject({ api: apiName, id: idField }),
    output: objectiveDetailSchema,
    run: ({ api, id }) => {
      const { objectives, ticks } = measurement;
      const name = `${api}/${id}`;
      const result = objectives.resultOf(api, name);
      const detail = {
        ...listed(objectives, api, result),
        at: ticks.at,
        burnDown: objectives.burnDown(api, name).points,
        pairs: objectives.pairsOf(api, name).map((pair) => pairText(pair)),
      };
      return Promise.resolve(wireValue(detail) as z.input<typeof objectiveDetailSchema>);
    },
  });
}

const clientsPage = page(objectiveSchema).extend({ total: z.number() });
const LIST = "objective.clients";
/** Longer than any name that the intake keeps. */
const CLIENT_NAME_MAX = 1_024;

/** A client is found by each of its names, and shown by its present one. */
function listClients({ measurement, clients: { names } }: ServerParts): Action {
  return readAction({
    name: "objective.list-clients",
    may: "objective:read",
    input: z.strictObject({
      api: apiName,
      id: idField,
      sort: z.enum(["remaining", "valid", "bad", "client"]).default("remaining"),
      client: z.string().min(1).max(CLIENT_NAME_MAX).optional(),
      ...pageInput,
    }),
    output: clientsPage,
    run: ({ api, id, sort, client, limit, cursor }) => {
      const [offset] = readCursor(LIST, cursor, z.tuple([z.number().int().min(0)])) ?? [0];
      const { results, total } = measurement.objectives.clientResults(api, `${api}/${id}`, {
        sort,
        offset,
        limit,
        clientAs: (name) => names.shownApart(name),
        ...(client === undefined ? {} : { client: names.keptAs(client) }),
      });
      const items = results.map(({ client: name, ...result }) => {
        return name === undefined ? result : { ...result, client: names.shownApart(name) };
      });
      const next = offset + results.length < total ? cursorOf(LIST, [offset + results.length]) : null;
      return Promise.resolve(wireValue({ items, next, total }) as z.input<typeof clientsPage>);
    },
  });
}

function listed(objectives: LiveObjectives, api: string, result: ObjectiveResult): object {
  const text = forecastText(result);
  return {
    ...result,
    id: result.name.slice(api.length + 1),
    api,
    sentence: objectiveText(result),
    ...(text === undefined ? {} : { forecastText: text }),
    clients: objectives.clientResults(api, result.name, { sort: "client", offset: 0, limit: 0 }).total,
    clientsLeftOut: objectives.limitsOf(api).clientsLeftOut,
    burnRates: objectives.burnRates(api, result.name),
  };
}
