import type { Tx } from "#storage";
import type { NotificationMessage } from "../model/notification-message.ts";
import { mayBeKnown, type Notification } from "../model/notification.ts";
import { messagesOfSubject, updateMessage } from "../store/messages.ts";
import { dismissMessage, orderMessage, type Ordering } from "./order-message.ts";

/** See `Notifications.cancel`. What is on its way with others goes on: it may be there already. */
export async function cancelSubject(tx: Tx, subject: string, now: number): Promise<void> {
  for (const one of await messagesOfSubject(tx, subject)) {
    if (one.state !== "due" || one.event === "ended" || one.bundledIn !== null) continue;
    await dismissMessage(tx, one);
    await updateMessage(tx, { ...one, state: "cancelled", sealed: "", settledAt: now });
  }
}

/** See `Notifications.tellEnd`. */
export async function tellEnd(
  tx: Tx,
  { subject, message }: { readonly subject: string; readonly message: NotificationMessage },
  ordering: Ordering,
): Promise<void> {
  const now = ordering.clock.now();
  await cancelSubject(tx, subject, now);
  const all = (await messagesOfSubject(tx, subject)).filter(({ event }) => event !== "verify");
  for (const told of Map.groupBy(all, ({ address }) => address).values()) {
    const owed = endOwed(told);
    if (owed === undefined) continue;
    const { to, address: id, kind, shown, urgency } = owed;
    const key = `ended ${told.filter(({ event }) => event === "ended").length}`;
    const address = { id, kind, shown };
    await orderMessage(
      tx,
      { subject, key, to, event: "ended", urgency, message, address, dueAt: now, because: null },
      ordering,
    );
  }
}

/** The last message by which an address learned that it goes on, where no end follows it yet. */
function endOwed(told: readonly Notification[]): Notification | undefined {
  const last = told.findLast((one) => mayBeKnown(one) || (one.state === "due" && one.bundledIn !== null));
  return last === undefined || last.event === "ended" || told.at(-1)?.event === "ended" ? undefined : last;
}
