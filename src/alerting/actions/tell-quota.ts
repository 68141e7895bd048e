import type { QuotaReached } from "#plans";
import type { Tx } from "#storage";
import { wants } from "../model/destination.ts";
import { quotaNotice } from "../model/notice.ts";
import { allDestinations } from "../store/destinations.ts";
import { orderDelivery } from "./order-delivery.ts";

/** What telling needs. */
export interface TellQuotaPorts {
  readonly nextId: (prefix: string) => string;
  /** How people reach the console, without a slash at its end. */
  readonly base: string;
}

/**
 * Orders that the webhooks which take tickets of the API are told of a quota, in the transaction that notes it. Each call
 * orders messages: that it is told once is the caller's. A pager hears nothing of it.
 */
export async function tellQuota(tx: Tx, reached: QuotaReached, { nextId, base }: TellQuotaPorts): Promise<void> {
  const { api, at: now } = reached;
  const notice = quotaNotice(reached, base);
  for (const destination of await allDestinations(tx)) {
    if (destination.to.kind !== "webhook" || !wants(destination, { api, urgency: "ticket" })) continue;
    await orderDelivery(tx, { id: nextId("msg"), alertId: null, event: "quota", destination, notice, now });
  }
}
