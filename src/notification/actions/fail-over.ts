import { findPersonBy } from "#identity";
import type { Tx } from "#storage";
import { methodStanding } from "../model/method.ts";
import type { NotificationMessage } from "../model/notification-message.ts";
import { isBundle, type Notification } from "../model/notification.ts";
import { failOverText } from "../model/words.ts";
import { messagesOfSubject } from "../store/messages.ts";
import { methodsOf } from "../store/methods.ts";
import { availableKinds, type NotificationParts } from "./notification-parts.ts";
import { hastenMessage, orderMessage } from "./order-message.ts";

/** A notification that did not get through. */
export interface Failed {
  readonly failed: Notification;
  readonly reason: string;
  readonly attempts: number;
  readonly message: NotificationMessage | undefined;
}

/**
 * A page that did not get through by one way is told at once by the person's next one that was not used for it yet: what
 * was to wait by the rules, or else a verified method that no rule names. Nothing follows where another way got through:
 * nobody is woken twice because one of two failed.
 */
export async function failOver(
  tx: Tx,
  { failed, reason, attempts, message }: Failed,
  parts: NotificationParts,
): Promise<void> {
  if (failed.to.kind !== "person" || failed.urgency !== "page" || isBundle(failed)) return;
  if (failed.event !== "page" && failed.event !== "asked") return;
  const same = (await messagesOfSubject(tx, failed.subject)).filter(
    (one) => one.key === failed.key && one.to.kind === "person" && one.to.name === failed.to.name,
  );
  const others = same.filter(({ id }) => id !== failed.id);
  if (others.some(({ state }) => state === "sent")) return;
  const now = parts.clock.now();
  const because = failOverText({ kind: failed.kind, attempts, reason });
  const waiting = others
    .filter(({ state, begunAt, dueAt }) => state === "due" && begunAt === null && dueAt > now)
    .toSorted((a, b) => a.dueAt - b.dueAt);
  for (const one of waiting) if (await hastenMessage(tx, one, { now, because })) return;
  // One that waits for nothing is being told just now.
  if (others.some(({ state, attempts: tried }) => state === "due" && tried === 0)) return;
  const next = await unusedMethod(tx, { failed, used: same }, parts);
  if (next === undefined || message === undefined) return;
  const { subject, key, to, event, urgency } = failed;
  await orderMessage(tx, { subject, key, to, event, urgency, message, address: next, dueAt: now, because }, parts);
}

async function unusedMethod(
  tx: Tx,
  { failed, used }: { readonly failed: Notification; readonly used: readonly Notification[] },
  parts: NotificationParts,
): Promise<Awaited<ReturnType<typeof methodsOf>>[number] | undefined> {
  const person = await findPersonBy(tx, "handle", failed.to.name);
  if (person === undefined || person.disabled_at !== null) return undefined;
  const available = await availableKinds(tx, parts);
  const addresses = new Set(used.map(({ address }) => address));
  return (await methodsOf(tx, [person.id])).find(
    (method) => !addresses.has(method.id) && methodStanding(method, (kind) => available.has(kind)) === "good",
  );
}
