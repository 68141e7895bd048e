import { enqueueAll } from "#jobs";
import type { Tx } from "#storage";
import type { Delivery, DeliveryEvent } from "../model/delivery.ts";
import type { Notice } from "../model/notice.ts";
import { insertDeliveries } from "../store/deliveries.ts";

/** The queue of jobs that sends messages. */
export const DELIVERY_QUEUE = "delivery";

/** One message to one destination, about one event of an alert or, without an alert, about a quota. */
export interface DeliveryOrder {
  readonly id: string;
  readonly alertId: string | null;
  readonly event: Exclude<DeliveryEvent, "test">;
  readonly destination: { readonly id: string; readonly title: string };
  readonly notice: Notice;
  readonly now: number;
}

/** One message: see `orderDeliveries`. */
export async function orderDelivery(tx: Tx, order: DeliveryOrder): Promise<void> {
  await orderDeliveries(tx, [order]);
}

/**
 * Orders messages in the transaction of what they tell of: either both are durable or neither. A second order of the
 * same event of an alert for the same destination changes nothing; what is about no alert is ordered each time. The end
 * of an alert waits in its lane until the beginning is settled, so that it never overtakes it.
 */
export async function orderDeliveries(tx: Tx, orders: readonly DeliveryOrder[]): Promise<void> {
  const written = await insertDeliveries(tx, orders.map(deliveryOf));
  await enqueueAll(
    tx,
    orders
      .filter(({ id }) => written.has(id))
      .map(({ id, alertId, event, destination, now }) => ({
        queue: DELIVERY_QUEUE,
        key: id,
        dueAt: now,
        payload: { delivery: id },
        ...(alertId === null
          ? {}
          : { lane: { name: `${alertId} ${destination.id}`, place: event === "fired" ? 0 : 1 } }),
        target: destination.id,
      })),
  );
}

function deliveryOf({ id, alertId, event, destination, notice, now }: DeliveryOrder): Delivery {
  return {
    id,
    alertId,
    event,
    destinationId: destination.id,
    destinationTitle: destination.title,
    state: "due",
    notice: JSON.stringify(notice),
    createdAt: now,
    attempts: 0,
    nextAttemptAt: now,
    lastStatus: null,
    lastError: null,
    mayHaveArrived: false,
    settledAt: null,
  };
}
