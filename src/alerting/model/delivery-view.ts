import { instantText } from "#kernel";
import type { Delivery, DeliveryEvent, DeliveryState } from "./delivery.ts";
import { deliveryText } from "./words.ts";

/** A delivery as the world sees it: without what was said, which the alert says. */
export interface DeliveryView {
  readonly id: string;
  /** Null for a quota and a test. */
  readonly alert: string | null;
  readonly event: DeliveryEvent;
  readonly destination: { readonly id: string; readonly title: string };
  readonly state: DeliveryState;
  readonly stateText: string;
  readonly createdAt: string;
  readonly attempts: number;
  readonly nextAttemptAt: string | null;
  readonly lastStatus: number | null;
  readonly lastError: string | null;
  readonly settledAt: string | null;
}

/** The view of a delivery. */
export function deliveryView(delivery: Delivery): DeliveryView {
  const { id, alertId, event, state, createdAt, attempts, nextAttemptAt, lastStatus, lastError, settledAt } = delivery;
  return {
    id,
    alert: alertId,
    event,
    destination: { id: delivery.destinationId, title: delivery.destinationTitle },
    state,
    stateText: deliveryText(state),
    createdAt: instantText(createdAt),
    attempts,
    nextAttemptAt: nextAttemptAt === null ? null : instantText(nextAttemptAt),
    lastStatus,
    lastError,
    settledAt: settledAt === null ? null : instantText(settledAt),
  };
}
