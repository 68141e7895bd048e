import { cursorOf, page, pageInput, readCursor } from "#http";
import { type Action, readAction } from "#identity";
import { z } from "zod";
import { deliverySchema } from "../contract.ts";
import { deliveryView } from "../model/delivery-view.ts";
import { listDeliveries } from "../store/deliveries.ts";

const LIST = "deliveries";
const place = z.tuple([z.number(), z.string()]);

/** What is asked about deliveries. */
export const deliveryActions: Record<"list", Action> = {
  list: readAction({
    name: "delivery.list",
    may: "delivery:read",
    input: z.strictObject({
      destination: z.string().optional(),
      alert: z.string().optional(),
      state: deliverySchema.shape.state.optional(),
      ...pageInput,
    }),
    output: page(deliverySchema),
    run: async ({ limit, cursor, ...filter }, { read }) => {
      const [createdAt, id] = readCursor(LIST, cursor, place) ?? [];
      const after = createdAt === undefined || id === undefined ? undefined : { createdAt, id };
      const found = await listDeliveries(read, filter, { limit: limit + 1, after });
      const items = found.slice(0, limit);
      const last = items.at(-1);
      const next = last === undefined || found.length <= limit ? null : cursorOf(LIST, [last.createdAt, last.id]);
      return { items: items.map(deliveryView), next };
    },
  }),
};
