import { dismissJob, enqueue } from "#jobs";
import type { Tx } from "#storage";
import type { ChannelKind } from "../model/channel-kind.ts";
import type { NotificationMessage } from "../model/notification-message.ts";
import { bundleSubject, type Notification } from "../model/notification.ts";
import { insertMessage, messagesOfSubject, updateMessage } from "../store/messages.ts";
import type { NotificationParts } from "./notification-parts.ts";

/** The queue of jobs that sends notifications. */
export const NOTIFICATION_QUEUE = "notification";

const TITLE_MAX = 200;

/** One message to one address. */
export interface MessageOrder extends Pick<
  Notification,
  "subject" | "key" | "to" | "event" | "urgency" | "dueAt" | "because"
> {
  readonly address: { readonly id: string; readonly kind: ChannelKind; readonly shown: string };
  readonly message: NotificationMessage;
}

/** A message that stands for several, about itself. */
export async function orderBundle(
  tx: Tx,
  { address, message, ...order }: Omit<MessageOrder, "subject" | "key">,
  ordering: Ordering,
): Promise<string> {
  const id = ordering.nextId("ntf");
  const subject = bundleSubject(id);
  await insertOrdered(tx, { ...order, address, message, subject, key: "bundle", id }, ordering);
  return id;
}

/** What ordering stands on. */
export type Ordering = Pick<NotificationParts, "nextId" | "seal" | "clock">;

/**
 * Orders a message in the transaction of what it tells of: either both are durable or neither. False when there is one of
 * this subject and key to this address already.
 */
export async function orderMessage(tx: Tx, order: MessageOrder, ordering: Ordering): Promise<boolean> {
  return await insertOrdered(tx, { ...order, id: ordering.nextId("ntf") }, ordering);
}

async function insertOrdered(
  tx: Tx,
  { address, message, id, ...order }: MessageOrder & { readonly id: string },
  { seal, clock }: Ordering,
): Promise<boolean> {
  const ordered: Notification = {
    ...order,
    id,
    address: address.id,
    kind: address.kind,
    shown: address.shown,
    title: message.title.slice(0, TITLE_MAX),
    sealed: seal.close(JSON.stringify(message), id),
    createdAt: clock.now(),
    state: "due",
    attempts: 0,
    begunAt: null,
    sentAt: null,
    settledAt: null,
    lastError: null,
    mayHaveArrived: false,
    mayBeRepeat: false,
    bundledIn: null,
  };
  const isNew = await insertMessage(tx, ordered);
  if (isNew) await enqueueMessage(tx, ordered);
  return isNew;
}

/** What was to wait is told at once, and why; false when it is under way already. */
export async function hastenMessage(
  tx: Tx,
  waiting: Notification,
  { now, because }: { readonly now: number; readonly because: string },
): Promise<boolean> {
  if (!(await dismissMessage(tx, waiting))) return false;
  const hastened = { ...waiting, dueAt: now, because };
  await updateMessage(tx, hastened);
  await enqueueMessage(tx, hastened);
  return true;
}

/** What waits for its next attempt is tried at once. */
export async function retryNow(tx: Tx, waiting: Notification, now: number): Promise<void> {
  if (await dismissMessage(tx, waiting)) await enqueueMessage(tx, { ...waiting, dueAt: now });
}

/** Takes the job of a message back; false when it is under way. */
export async function dismissMessage(tx: Tx, { id }: Pick<Notification, "id">): Promise<boolean> {
  return await dismissJob(tx, { queue: NOTIFICATION_QUEUE, key: id });
}

/** What one address is told of one subject stands in one lane: an end never overtakes its beginning. */
async function enqueueMessage(tx: Tx, notification: Notification): Promise<void> {
  const { id, subject, address, dueAt } = notification;
  await enqueue(tx, {
    queue: NOTIFICATION_QUEUE,
    key: id,
    dueAt,
    payload: { notification: id },
    lane: { name: `${subject} ${address}`, place: await placeOf(tx, notification) },
    target: address,
  });
}

/** Which one it is of its subject and address; the same again when it is ordered anew. */
async function placeOf(tx: Tx, { id, subject, address }: Notification): Promise<number> {
  const lane = (await messagesOfSubject(tx, subject)).filter((one) => one.address === address);
  return lane.findIndex((one) => one.id === id);
}
