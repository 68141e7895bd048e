import type { ChannelKind } from "./channel-kind.ts";
import type { NotificationEvent, NotificationTarget } from "./notification-order.ts";

/**
 * `due`: to be sent, now, later by the person's rules, or at the next attempt. `failed`: refused for good, or given up.
 * `cancelled`: there was no need of it any more. `skipped`: an end whose beginning surely never arrived.
 */
export type NotificationState = "due" | "sent" | "failed" | "cancelled" | "skipped";

/** A notification as the world sees it. Instants are RFC 3339. */
export interface NotificationView {
  readonly id: string;
  readonly to: NotificationTarget;
  readonly kind: ChannelKind;
  /** The address as it may be shown: secrets are masked. */
  readonly address: string;
  readonly event: NotificationEvent | "ended" | "verify";
  readonly state: NotificationState;
  readonly title: string;
  /** When it was ordered. */
  readonly at: string;
  /** When it is or was to be sent. */
  readonly dueAt: string;
  readonly sentAt: string | null;
  readonly settledAt: string | null;
  readonly attempts: number;
  readonly error: string | null;
  /** An attempt was cut off, so that it may have arrived twice. */
  readonly mayBeRepeat: boolean;
  /** Of several in one message: the one that carried it. Null when it was sent by itself. */
  readonly bundledIn: string | null;
}
