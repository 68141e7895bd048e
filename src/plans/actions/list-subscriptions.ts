import { z } from "zod";
import { apiName } from "#apis";
import { clientField, clientsAmong } from "#clients";
import { cursorOf, page, pageInput, readCursor } from "#http";
import { readAction } from "#identity";
import { planName, subscriptionSchema } from "../contract.ts";
import { SUBSCRIPTION_STATES } from "../model/subscription.ts";
import { subscriptionsAfter } from "../store/subscriptions-after.ts";
import { clientsAsked } from "./clients-asked.ts";
import { subscriptionView } from "./subscription-view.ts";

const LIST = "subscriptions";

/** Subscriptions, newest request first. `waiting`: those on which somebody has to decide. A client that is not seen has none. */
export const listSubscriptions = readAction({
  name: "subscription.list",
  may: "subscription:read",
  owner: "caller",
  input: z.strictObject({
    ...pageInput,
    state: z.enum(SUBSCRIPTION_STATES).optional(),
    waiting: z.literal("true").optional(),
    client: clientField.optional(),
    api: apiName.optional(),
    plan: planName.optional(),
  }),
  output: page(subscriptionSchema),
  run: async ({ limit, cursor, client, waiting, ...filter }, { read, within, now }) => {
    const [requestedAt, id] = readCursor(LIST, cursor, z.tuple([z.number(), z.string()])) ?? [];
    const after = requestedAt === undefined || id === undefined ? undefined : { requestedAt, id };
    const clientIds = await clientsAsked(read, client, within);
    const asked = { ...filter, waiting: waiting === "true", clientIds, now };
    const rows = await subscriptionsAfter(read, asked, { after, limit: limit + 1 });
    const shown = rows.slice(0, limit);
    const last = rows.length > limit ? shown.at(-1) : undefined;
    const clients = await clientsAmong(
      read,
      shown.map(({ client_id: clientId }) => clientId),
    );
    return {
      items: shown.map((row) => subscriptionView(row, { within, now, client: clients.get(row.client_id) })),
      next: last === undefined ? null : cursorOf(LIST, [last.requested_at, last.id]),
    };
  },
});
