import type { Tx } from "#storage";
import { bundleMessage, type BundlePart, leadOf } from "../model/bundle-message.ts";
import type { Notification } from "../model/notification.ts";
import { updateMessage } from "../store/messages.ts";
import type { NotificationParts } from "./notification-parts.ts";
import { dismissMessage, orderBundle } from "./order-message.ts";
import { openMessage } from "./sealed-address.ts";

/**
 * Puts several notifications to one address into one message, with an id of its own, as what was sent before under theirs
 * said something else. False when the others are under way, or over: then nothing was done.
 */
export async function bundle(
  tx: Tx,
  { first, others }: { readonly first: Notification; readonly others: readonly Notification[] },
  parts: NotificationParts,
): Promise<boolean> {
  const own = partOf(first, parts);
  if (own === undefined) return false;
  const taken: [BundlePart, ...BundlePart[]] = [own];
  for (const one of others) {
    const part = partOf(one, parts);
    if (part !== undefined && (await dismissMessage(tx, one))) taken.push(part);
  }
  if (taken.length === 1) return false;
  const now = parts.clock.now();
  const { event, urgency } = leadOf(taken).notification;
  const address = { id: first.address, kind: first.kind, shown: first.shown };
  const message = bundleMessage(taken, parts.base);
  const id = await orderBundle(
    tx,
    { to: first.to, event, urgency, message, address, dueAt: now, because: null },
    parts,
  );
  for (const { notification } of taken) await updateMessage(tx, { ...notification, bundledIn: id });
  return true;
}

function partOf(notification: Notification, parts: NotificationParts): BundlePart | undefined {
  const message = openMessage(parts, notification);
  return message === undefined ? undefined : { notification, message };
}
