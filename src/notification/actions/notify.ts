import { findPersonBy } from "#identity";
import type { Tx } from "#storage";
import { methodStanding } from "../model/method.ts";
import type { NotificationOrder } from "../model/notification-order.ts";
import { NO_RULES, waysOf } from "../model/rule.ts";
import { findChannel } from "../store/channels.ts";
import { messagesOfSubject } from "../store/messages.ts";
import { methodsOf } from "../store/methods.ts";
import { rulesOf } from "../store/rules.ts";
import { availableKinds, type NotificationParts } from "./notification-parts.ts";
import { orderMessage } from "./order-message.ts";

/** What became of an order: whether somebody is told by a way that is in order, and how many messages that takes. */
export interface Notified {
  readonly reached: boolean;
  readonly ordered: number;
}

/** Verbs that order stand on this. */
export type Notifying = Pick<NotificationParts, "nextId" | "seal" | "clock" | "channels" | "mail">;

const NOBODY: Notified = { reached: false, ordered: 0 };

/** See `Notifications.notify`. */
export async function notify(tx: Tx, order: NotificationOrder, parts: Notifying): Promise<Notified> {
  const { to, key } = order;
  const before = (await messagesOfSubject(tx, order.subject)).filter(
    (one) => one.key === key && one.to.kind === to.kind && one.to.name === to.name,
  );
  if (before.length > 0) return { reached: true, ordered: before.length };
  return to.kind === "channel" ? await tellChannel(tx, order, parts) : await tellPerson(tx, order, parts);
}

async function tellChannel(tx: Tx, order: NotificationOrder, parts: Notifying): Promise<Notified> {
  const channel = await findChannel(tx, "name", order.to.name);
  if (channel === undefined) return NOBODY;
  await orderMessage(tx, { ...order, address: channel, dueAt: parts.clock.now(), because: null }, parts);
  const reached = channel.failingSince === null && (await availableKinds(tx, parts)).has(channel.kind);
  return { reached, ordered: 1 };
}

async function tellPerson(tx: Tx, order: NotificationOrder, parts: Notifying): Promise<Notified> {
  const person = await findPersonBy(tx, "handle", order.to.name);
  if (person === undefined || person.disabled_at !== null) return NOBODY;
  const available = await availableKinds(tx, parts);
  const methods = await methodsOf(tx, [person.id]);
  const standing = (wanted: "good" | "poor") =>
    methods.filter((method) => methodStanding(method, (kind) => available.has(kind)) === wanted);
  const good = standing("good");
  // A way that fails is better than none.
  const usable = good.length > 0 ? good : standing("poor");
  const [stored] = await rulesOf(tx, [person.id]);
  const ways = waysOf(
    usable.map(({ id, kind }) => ({ id, kind, breaksThrough: parts.channels.get(kind)?.breaksThrough ?? false })),
    { rules: stored?.rules ?? NO_RULES, urgency: order.urgency },
  );
  const now = parts.clock.now();
  for (const { methodId, afterMs } of ways) {
    const address = usable.find(({ id }) => id === methodId);
    if (address === undefined) continue;
    await orderMessage(tx, { ...order, address, dueAt: now + afterMs, because: null }, parts);
  }
  return { reached: good.length > 0, ordered: ways.length };
}
