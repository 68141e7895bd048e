import { z } from "zod";
import { cursorOf, readCursor } from "#http";
import { readAction } from "#identity";
import { clientField, clientSchema, clientsQuery, clientsSchema } from "../contract.ts";
import { countThatFit, listClients, type ListPlace, placeOf } from "../store/lists.ts";
import { clientViews, clientView } from "./client-views.ts";
import { existingClient, ownerOfClient } from "./existing-client.ts";

const LIST = "clients";
const placeShape: z.ZodType<ListPlace> = z.tuple([z.union([z.string(), z.number()]), z.string()]);

/** Registered clients; a developer sees those of the own organisations. */
const list = readAction({
  name: "client.list",
  may: "client:read",
  owner: "caller",
  input: clientsQuery,
  output: clientsSchema,
  run: async ({ limit, cursor, sort, ...filter }, { read, within }) => {
    const asked = { ...filter, within };
    // The order is a part of the place: a cursor of another order would skip clients.
    const order = `${LIST} ${sort}`;
    const after = readCursor(order, cursor, placeShape);
    const [rows, total] = await Promise.all([
      listClients(read, asked, { sort, limit: limit + 1, after }),
      countThatFit(read, asked),
    ]);
    const shown = rows.slice(0, limit);
    const last = rows.length > limit ? shown.at(-1) : undefined;
    const next = last === undefined ? null : cursorOf(order, placeOf(last, sort));
    return { items: await clientViews(read, shown, within), next, total };
  },
});

/** One client, by its name, a former one, or its id. */
const get = readAction({
  name: "client.get",
  may: "client:read",
  owner: ownerOfClient,
  input: z.strictObject({ client: clientField }),
  output: clientSchema,
  run: async ({ client }, { read, within }) => clientView(read, await existingClient(read, client), within),
});

/** What is asked of clients. */
export const clientReads = { list, get };
