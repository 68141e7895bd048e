import type { ChannelKind } from "./channel-kind.ts";
import type { NotificationEvent, NotificationTarget, NotificationUrgency } from "./notification-order.ts";

/**
 * `due`: to be sent, now, later by the person's rules, or at the next attempt. `failed`: refused for good, or given up.
 * `cancelled`: there was no need of it any more. `skipped`: an end whose beginning surely never arrived.
 */
export const NOTIFICATION_STATES = ["due", "sent", "failed", "cancelled", "skipped"] as const;

/** One of them. */
export type NotificationState = (typeof NOTIFICATION_STATES)[number];

/** What somebody is told: an order's event, that it is over, or what verifies a method. */
export const NOTIFICATION_EVENTS = [
  "page",
  "ticket",
  "update",
  "asked",
  "handoff",
  "test",
  "ended",
  "verify",
] as const satisfies readonly (NotificationEvent | "ended" | "verify")[];

/** One message to one address, with what became of it. Instants in epoch ms. */
export interface Notification {
  /** `ntf_…`: what a provider knows a repeat by. */
  readonly id: string;
  readonly subject: string;
  readonly key: string;
  readonly to: NotificationTarget;
  /** The id of a method, or of a house channel. */
  readonly address: string;
  readonly kind: ChannelKind;
  /** The address as it was shown when it was ordered. */
  readonly shown: string;
  readonly event: (typeof NOTIFICATION_EVENTS)[number];
  readonly urgency: NotificationUrgency;
  readonly title: string;
  /** What is said, under the seal; empty as soon as it is settled. A repeat says the same. */
  readonly sealed: string;
  /** Why it goes by this way now: "mail failed twice: …". Null: by the person's rules. */
  readonly because: string | null;
  readonly createdAt: number;
  readonly dueAt: number;
  readonly state: NotificationState;
  readonly attempts: number;
  /** When the last attempt began. */
  readonly begunAt: number | null;
  readonly sentAt: number | null;
  readonly settledAt: number | null;
  readonly lastError: string | null;
  /** An attempt may have been taken in, though nobody said so: who may know of a beginning is told of the end. */
  readonly mayHaveArrived: boolean;
  /** It was sent again although it may have arrived. */
  readonly mayBeRepeat: boolean;
  /** Of several in one message: the bundle in which it goes. */
  readonly bundledIn: string | null;
}

/** Whether it stands for several, which lie in it. It is about itself: no subject is cancelled or ended by it. */
export function isBundle({ id, subject }: Pick<Notification, "id" | "subject">): boolean {
  return subject === bundleSubject(id);
}

/** What a bundle of this id is about. */
export function bundleSubject(id: string): string {
  return `bundle ${id}`;
}

/** Whether its receiver was told, or may have been. */
export function mayBeKnown({ state, mayHaveArrived }: Pick<Notification, "state" | "mayHaveArrived">): boolean {
  return state === "sent" || mayHaveArrived;
}
