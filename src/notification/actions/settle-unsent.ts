import type { Tx } from "#storage";
import { GIVE_UP_AFTER_DAYS } from "../model/next-step.ts";
import type { Notification, NotificationState } from "../model/notification.ts";
import { gaveUpText } from "../model/words.ts";
import { messagesIn, updateMessage } from "../store/messages.ts";

/**
 * Settles what is not sent, with all that lies in it; `error` null: it was given up, or is not needed. Where it may have
 * arrived, so may what lay in it: whoever may know of a beginning is told of the end.
 */
export async function settleUnsent(
  tx: Tx,
  notification: Notification,
  { state, now, error }: { readonly state: NotificationState; readonly now: number; readonly error: string | null },
): Promise<void> {
  for (const one of [notification, ...(await messagesIn(tx, notification.id))]) {
    if (one.state !== "due") continue;
    const lastError = error ?? (state === "failed" ? gaveUpText(GIVE_UP_AFTER_DAYS, one.lastError) : one.lastError);
    const mayHaveArrived = one.mayHaveArrived || notification.mayHaveArrived;
    await updateMessage(tx, { ...one, state, sealed: "", settledAt: now, lastError, mayHaveArrived });
  }
}
