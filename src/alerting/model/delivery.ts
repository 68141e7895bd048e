import { DAY_MS } from "#kernel";

/** What a destination is told: that an alert fires, that it is over, that a quota is used to a share, or that somebody tries the destination out. */
export type DeliveryEvent = "fired" | "ended" | "quota" | "test";

/**
 * `due`: to be sent, now or at the next attempt. `failed`: refused for good, or given up. `skipped`: an end whose
 * beginning surely never arrived. `cancelled`: its destination is gone.
 */
export type DeliveryState = "due" | "delivered" | "failed" | "skipped" | "cancelled";

/** How long a message is tried again, from when it was ordered: a receiver may be down for a long weekend. */
export const GIVE_UP_AFTER_DAYS = 3;

/** One message to one destination. */
export interface Delivery {
  /** Also what a receiver knows a repeat by. */
  readonly id: string;
  readonly alertId: string | null;
  readonly event: DeliveryEvent;
  readonly destinationId: string;
  /** What it was called when the message was ordered. */
  readonly destinationTitle: string;
  readonly state: DeliveryState;
  /** What is said, as it was at the event: JSON. A repeat says the same. */
  readonly notice: string;
  readonly createdAt: number;
  readonly attempts: number;
  readonly nextAttemptAt: number | null;
  readonly lastStatus: number | null;
  readonly lastError: string | null;
  /** An attempt may have been taken in, though nobody said so: whoever may know of a beginning is told of the end. */
  readonly mayHaveArrived: boolean;
  readonly settledAt: number | null;
}

/** What is to be done with a delivery whose turn has come. */
export type NextStep =
  | { readonly kind: "send" }
  | { readonly kind: "settle"; readonly state: "skipped" | "cancelled" | "failed" }
  | { readonly kind: "nothing" };

/**
 * Decides it. `beginning` is the delivery that told the same destination of the alert's beginning; the lane of jobs
 * has it settled before. Undefined for a beginning itself, and for a test.
 */
export function nextStep(delivery: Delivery, { beginning, destinationExists, now }: NextStepFacts): NextStep {
  if (delivery.state !== "due") return { kind: "nothing" };
  if (!destinationExists) return { kind: "settle", state: "cancelled" };
  if (beginning !== undefined && !mayBeKnown(beginning)) return { kind: "settle", state: "skipped" };
  if (now - delivery.createdAt >= GIVE_UP_AFTER_DAYS * DAY_MS) return { kind: "settle", state: "failed" };
  return { kind: "send" };
}

/** See `nextStep`. */
export interface NextStepFacts {
  readonly beginning: Delivery | undefined;
  readonly destinationExists: boolean;
  readonly now: number;
}

function mayBeKnown({ state, mayHaveArrived }: Delivery): boolean {
  return state === "delivered" || mayHaveArrived;
}
