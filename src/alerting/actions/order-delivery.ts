import { enqueue } from "#jobs";
import type { Tx } from "#storage";
import type { DeliveryEvent } from "../model/delivery.ts";
import type { Notice } from "../model/notice.ts";
import { insertDelivery } from "../store/deliveries.ts";

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

/**
 * Orders a message in the transaction of what it tells of: either both are durable or neither. A second order of the
 * same event of an alert for the same destination changes nothing; what is about no alert is ordered each time. The end of an alert waits in its lane until the beginning is
 * settled, so that it never overtakes it.
 */
export async function orderDelivery(tx: Tx, order: DeliveryOrder): Promise<void> {
  const { id, alertId, event, destination, notice, now } = order;
  const isNew = await insertDelivery(tx, {
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
  });
  if (!isNew) return;
  await enqueue(tx, {
    queue: DELIVERY_QUEUE,
    key: id,
    dueAt: now,
    payload: { delivery: id },
    ...(alertId === null ? {} : { lane: { name: `${alertId} ${destination.id}`, place: event === "fired" ? 0 : 1 } }),
    target: destination.id,
  });
}
