import { cursorOf, instantField, page, pageInput, readCursor } from "#http";
import { type Action, readAction } from "#identity";
import { Refusal } from "#kernel";
import { z } from "zod";
import { alertDetailSchema, alertViewSchema } from "../contract.ts";
import { alertView, type Shown } from "../model/alert-view.ts";
import { deliveryView } from "../model/delivery-view.ts";
import { findAlert, listAlerts } from "../store/alerts.ts";
import { listDeliveries } from "../store/deliveries.ts";

const LIST = "alerts";
const place = z.tuple([z.number(), z.string()]);
/** Who was told of one alert: at most two messages for each destination. */
const DELIVERIES_SHOWN = 200;

/** What is asked about alerts. A client is found by each of its names, and shown by its present one. */
export function alertActions(shown: Shown): Record<"list" | "get", Action> {
  return { list: listAction(shown), get: getAction(shown) };
}

function listAction(shown: Shown): Action {
  return readAction({
    name: "alert.list",
    may: "alert:read",
    input: z.strictObject({
      api: z.string().optional(),
      objective: z.string().optional(),
      client: z.string().min(1).optional(),
      state: z.enum(["firing", "ended"]).optional(),
      from: instantField.optional(),
      to: instantField.optional(),
      ...pageInput,
    }),
    output: page(alertViewSchema),
    run: async ({ limit, cursor, client, ...filter }, { read }) => {
      const [firedAt, id] = readCursor(LIST, cursor, place) ?? [];
      const after = firedAt === undefined || id === undefined ? undefined : { firedAt, id };
      const clients = client === undefined ? undefined : shown.clients.allOf([client]);
      const found = await listAlerts(read, { ...filter, clients }, { limit: limit + 1, after });
      const items = found.slice(0, limit);
      const last = items.at(-1);
      const next = last === undefined || found.length <= limit ? null : cursorOf(LIST, [last.firedAt, last.id]);
      return { items: items.map((alert) => alertView(alert, shown)), next };
    },
  });
}

function getAction(shown: Shown): Action {
  return readAction({
    name: "alert.get",
    may: "alert:read",
    input: z.strictObject({ id: z.string() }),
    output: alertDetailSchema,
    run: async ({ id }, { read }) => {
      const alert = await findAlert(read, id);
      if (alert === undefined) throw new Refusal("not-found", "alert.not-found", "There is no such alert.");
      const deliveries = await listDeliveries(read, { alert: id }, { limit: DELIVERIES_SHOWN, after: undefined });
      return { ...alertView(alert, shown), deliveries: deliveries.map(deliveryView) };
    },
  });
}
