import type { Reader, Tx } from "#storage";
import type { Notification } from "../model/notification.ts";
import type { NotificationTarget } from "../model/notification-order.ts";
import type { MessageRow, NotificationRows } from "../model/rows.ts";

/** A place in a list, newest first: what comes after it is older. */
export interface MessagePlace {
  readonly createdAt: number;
  readonly id: string;
}

/** False when there is one of this subject and key to this address already: then nothing is written. */
export async function insertMessage(tx: Tx, notification: Notification): Promise<boolean> {
  const written = await tx
    .tables<NotificationRows>()
    .insertInto("notification_messages")
    .values(rowOf(notification))
    .onConflict((conflict) => conflict.columns(["subject", "key", "address"]).doNothing())
    .executeTakeFirst();
  return written.numInsertedOrUpdatedRows === 1n;
}

export async function findMessage(read: Reader, id: string): Promise<Notification | undefined> {
  const row = await read
    .tables<NotificationRows>()
    .selectFrom("notification_messages")
    .selectAll()
    .where("notification_messages.id", "=", id)
    .executeTakeFirst();
  return row === undefined ? undefined : notificationOf(row);
}

export async function updateMessage(tx: Tx, notification: Notification): Promise<void> {
  const { id, ...row } = rowOf(notification);
  await tx
    .tables<NotificationRows>()
    .updateTable("notification_messages")
    .set(row)
    .where("notification_messages.id", "=", id)
    .execute();
}

/** The earliest first. */
export async function messagesOfSubject(read: Reader, subject: string): Promise<Notification[]> {
  const rows = await read
    .tables<NotificationRows>()
    .selectFrom("notification_messages")
    .selectAll()
    .where("notification_messages.subject", "=", subject)
    .orderBy("notification_messages.created_at")
    .orderBy("notification_messages.id")
    .execute();
  return rows.map(notificationOf);
}

/** Those that lie in a bundle, the earliest first. */
export async function messagesIn(read: Reader, bundle: string): Promise<Notification[]> {
  const rows = await read
    .tables<NotificationRows>()
    .selectFrom("notification_messages")
    .selectAll()
    .where("notification_messages.bundled_in", "=", bundle)
    .orderBy("notification_messages.created_at")
    .orderBy("notification_messages.id")
    .execute();
  return rows.map(notificationOf);
}

/** What is due at an address; `dueBy`: only what is due at this instant. The earliest first, at most `limit`. */
export async function dueAt(
  read: Reader,
  address: string,
  { dueBy, limit }: { readonly dueBy: number; readonly limit: number },
): Promise<Notification[]> {
  const rows = await read
    .tables<NotificationRows>()
    .selectFrom("notification_messages")
    .selectAll()
    .where("notification_messages.address", "=", address)
    .where("notification_messages.state", "=", "due")
    .where("notification_messages.due_at", "<=", dueBy)
    .orderBy("notification_messages.created_at")
    .orderBy("notification_messages.id")
    .limit(limit)
    .execute();
  return rows.map(notificationOf);
}

/** When messages to an address began to be sent since an instant, the earliest first. Those in a bundle count as one. */
export async function begunSince(read: Reader, address: string, since: number): Promise<number[]> {
  const rows = await read
    .tables<NotificationRows>()
    .selectFrom("notification_messages")
    .select("notification_messages.begun_at")
    .where("notification_messages.address", "=", address)
    .where("notification_messages.begun_at", ">", since)
    .where("notification_messages.bundled_in", "is", null)
    .orderBy("notification_messages.begun_at")
    .execute();
  return rows.flatMap(({ begun_at: at }) => (at === null ? [] : [at]));
}

/** When an address took something in last; null: never. */
export async function lastSentAt(read: Reader, address: string): Promise<number | null> {
  const row = await read
    .tables<NotificationRows>()
    .selectFrom("notification_messages")
    .select((has) => has.fn.max("notification_messages.sent_at").as("at"))
    .where("notification_messages.address", "=", address)
    .executeTakeFirst();
  return row?.at ?? null;
}

/** What is narrowed by. */
export interface MessageFilter {
  readonly to?: NotificationTarget | undefined;
  readonly subject?: string | undefined;
}

/** Newest first, of one instant by id; at most `limit`. */
export async function listMessages(
  read: Reader,
  { to, subject }: MessageFilter,
  { limit, after }: { readonly limit: number; readonly after: MessagePlace | undefined },
): Promise<Notification[]> {
  let query = read.tables<NotificationRows>().selectFrom("notification_messages").selectAll();
  if (to !== undefined) {
    query = query
      .where("notification_messages.to_kind", "=", to.kind)
      .where("notification_messages.to_name", "=", to.name);
  }
  if (subject !== undefined) query = query.where("notification_messages.subject", "=", subject);
  if (after !== undefined) {
    query = query.where((has) =>
      has.or([
        has("notification_messages.created_at", "<", after.createdAt),
        has.and([
          has("notification_messages.created_at", "=", after.createdAt),
          has("notification_messages.id", "<", after.id),
        ]),
      ]),
    );
  }
  const rows = await query
    .orderBy("notification_messages.created_at", "desc")
    .orderBy("notification_messages.id", "desc")
    .limit(limit)
    .execute();
  return rows.map(notificationOf);
}

/** Says how many. */
export async function forgetMessages(tx: Tx, settledBefore: number): Promise<number> {
  const { numDeletedRows } = await tx
    .tables<NotificationRows>()
    .deleteFrom("notification_messages")
    .where("notification_messages.settled_at", "<", settledBefore)
    .executeTakeFirst();
  return Number(numDeletedRows);
}

function rowOf(one: Notification): MessageRow {
  return {
    id: one.id,
    subject: one.subject,
    key: one.key,
    to_kind: one.to.kind,
    to_name: one.to.name,
    address: one.address,
    kind: one.kind,
    shown: one.shown,
    event: one.event,
    urgency: one.urgency,
    title: one.title,
    sealed: one.sealed,
    because: one.because,
    created_at: one.createdAt,
    due_at: one.dueAt,
    state: one.state,
    attempts: one.attempts,
    begun_at: one.begunAt,
    sent_at: one.sentAt,
    settled_at: one.settledAt,
    last_error: one.lastError,
    may_have_arrived: one.mayHaveArrived ? 1 : 0,
    may_be_repeat: one.mayBeRepeat ? 1 : 0,
    bundled_in: one.bundledIn,
  };
}

function notificationOf(row: MessageRow): Notification {
  return {
    id: row.id,
    subject: row.subject,
    key: row.key,
    to: { kind: row.to_kind as NotificationTarget["kind"], name: row.to_name },
    address: row.address,
    kind: row.kind as Notification["kind"],
    shown: row.shown,
    event: row.event as Notification["event"],
    urgency: row.urgency as Notification["urgency"],
    title: row.title,
    sealed: row.sealed,
    because: row.because,
    createdAt: row.created_at,
    dueAt: row.due_at,
    state: row.state as Notification["state"],
    attempts: row.attempts,
    begunAt: row.begun_at,
    sentAt: row.sent_at,
    settledAt: row.settled_at,
    lastError: row.last_error,
    mayHaveArrived: row.may_have_arrived === 1,
    mayBeRepeat: row.may_be_repeat === 1,
    bundledIn: row.bundled_in,
  };
}
