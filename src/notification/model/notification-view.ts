import { isoText, isoTextOrNull } from "#kernel";
import type { ChannelKind } from "./channel-kind.ts";
import type { NotificationTarget } from "./notification-order.ts";
import type { Notification, NotificationState } from "./notification.ts";

/** A notification as the world sees it. Instants are RFC 3339. */
export interface NotificationView {
  readonly id: string;
  readonly subject: string;
  readonly to: NotificationTarget;
  readonly kind: ChannelKind;
  /** The address as it may be shown: secrets are masked. */
  readonly address: string;
  readonly event: Notification["event"];
  readonly state: NotificationState;
  readonly title: string;
  /** Why it goes by this way, where it is not by the rules: another one failed. */
  readonly because: string | null;
  /** When it was ordered. */
  readonly at: string;
  /** When it is or was to be sent. */
  readonly dueAt: string;
  readonly sentAt: string | null;
  readonly settledAt: string | null;
  readonly attempts: number;
  readonly error: string | null;
  /** An attempt was cut off or not answered, so that it may have arrived although nobody said so. */
  readonly mayHaveArrived: boolean;
  /** It was sent again although it may have arrived. */
  readonly mayBeRepeat: boolean;
  /** Of several in one message: its id. Null when it was sent by itself. */
  readonly bundledIn: string | null;
}

/** The view of a notification. */
export function notificationView(one: Notification): NotificationView {
  return {
    id: one.id,
    subject: one.subject,
    to: one.to,
    kind: one.kind,
    address: one.shown,
    event: one.event,
    state: one.state,
    title: one.title,
    because: one.because,
    at: isoText(one.createdAt),
    dueAt: isoText(one.dueAt),
    sentAt: isoTextOrNull(one.sentAt),
    settledAt: isoTextOrNull(one.settledAt),
    attempts: one.attempts,
    error: one.lastError,
    mayHaveArrived: one.mayHaveArrived,
    mayBeRepeat: one.mayBeRepeat,
    bundledIn: one.bundledIn,
  };
}
