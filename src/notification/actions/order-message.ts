import { dismissJob, enqueue } from "#jobs";
import type { Tx } from "#storage";
import type { ChannelKind } from "../model/channel-kind.ts";
import type { NotificationMessage } from "../model/notification-message.ts";
import type { Notification } from "../model/notification.ts";
import { insertMessage, updateMessage } from "../store/messages.ts";
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

/** What ordering stands on. */
export type Ordering = Pick<NotificationParts, "nextId" | "seal" | "clock">;

/**
 * Orders a message in the transaction of what it tells of: either both are durable or neither. False when there is one of
 * this subject and key to this address already.
 */
export async function orderMessage(
  tx: Tx,
  { address, message, ...order }: MessageOrder,
  { nextId, seal, clock }: Ordering,
): Promise<boolean> {
  const id = nextId("ntf");
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

/** Takes the job of a message back; false when it is under way. */
export async function dismissMessage(tx: Tx, { id }: Pick<Notification, "id">): Promise<boolean> {
  return await dismissJob(tx, { queue: NOTIFICATION_QUEUE, key: id });
}

/** What one address is told of one subject stands in one lane: an end never overtakes its beginning. */
async function enqueueMessage(tx: Tx, { id, subject, address, event, dueAt, createdAt }: Notification): Promise<void> {
  await enqueue(tx, {
    queue: NOTIFICATION_QUEUE,
    key: id,
    dueAt,
    payload: { notification: id },
    lane: { name: `${subject} ${address}`, place: createdAt * 2 + (event === "ended" ? 1 : 0) },
    target: address,
  });
}
