import type { Reader, Tx } from "#storage";
import type { Notification } from "../model/notification.ts";
import { findChannel, storeChannel } from "../store/channels.ts";
import { findMethod, storeMethod } from "../store/methods.ts";

/** Where a notification goes, as it is now: the sealed address and whose it is. Undefined: it is gone, or switched off. */
export async function addressOf(
  read: Reader,
  { to, address, event }: Notification,
): Promise<{ readonly id: string; readonly sealed: string } | undefined> {
  if (to.kind === "channel") return await findChannel(read, "id", address);
  const method = await findMethod(read, address);
  return method?.disabled === true && event !== "verify" ? undefined : method;
}

/** A provider refused for good what went there: its owner and administrators see it from now on. */
export async function markFailing(
  tx: Tx,
  { to, address }: Notification,
  { reason, now }: { readonly reason: string; readonly now: number },
): Promise<void> {
  await change(tx, { to, address }, (before) => ({ failingSince: before.failingSince ?? now, failure: reason }));
}

/** Something was taken in: it is in order. */
export async function markInOrder(tx: Tx, { to, address }: Notification): Promise<void> {
  await change(tx, { to, address }, () => ({ failingSince: null, failure: null }));
}

interface Failing {
  readonly failingSince: number | null;
  readonly failure: string | null;
}

async function change(
  tx: Tx,
  { to, address }: Pick<Notification, "to" | "address">,
  changed: (before: Failing) => Failing,
): Promise<void> {
  if (to.kind === "channel") {
    const channel = await findChannel(tx, "id", address);
    if (channel !== undefined) await storeChannel(tx, { ...channel, ...changed(channel) });
    return;
  }
  const method = await findMethod(tx, address);
  if (method !== undefined) await storeMethod(tx, { ...method, ...changed(method) });
}
