import type { NotificationMessage } from "./notification-message.ts";

/** Why somebody is told: a page or a ticket begins, has news, is asked about after an acknowledgement, a shift begins, or somebody tries it out. */
export type NotificationEvent = "page" | "ticket" | "update" | "asked" | "handoff" | "test";

/** How pressing it is: a page may wake somebody, a ticket is for working hours. */
export type NotificationUrgency = "page" | "ticket";

/** Whom a message is for: a person by handle, or one of the house's channels by name. */
export interface NotificationTarget {
  readonly kind: "person" | "channel";
  readonly name: string;
}

/** One message for one person or one channel, handed over in the transaction of its cause. */
export interface NotificationOrder {
  /** What it is about, a page's id: messages of one subject to one method are told in order, cancelled and ended together. */
  readonly subject: string;
  /** Ordering twice under one key for the same receiver is ordering once. */
  readonly key: string;
  readonly to: NotificationTarget;
  readonly event: NotificationEvent;
  readonly urgency: NotificationUrgency;
  readonly message: NotificationMessage;
}
