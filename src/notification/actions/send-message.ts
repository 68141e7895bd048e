import type { JobRun, JobVerdict } from "#jobs";
import { invariant, MINUTE_MS } from "#kernel";
import type { Answer } from "#messaging";
import type { Tx } from "#storage";
import type { Channel, Outgoing } from "../channels/channel.ts";
import { bundleMessage } from "../model/bundle-message.ts";
import { BUNDLE_MAX, GIVE_UP_AFTER_DAYS, nextStep } from "../model/next-step.ts";
import type { NotificationMessage } from "../model/notification-message.ts";
import type { Notification } from "../model/notification.ts";
import { gaveUpText, UNREADABLE } from "../model/words.ts";
import { begunSince, dueAt, findMessage, messagesIn, messagesOfSubject, updateMessage } from "../store/messages.ts";
import { addressOf } from "./address-of.ts";
import { type NotificationParts, openSettings, type Settings } from "./notification-parts.ts";
import { dismissMessage } from "./order-message.ts";
import { openAddress } from "./sealed-address.ts";
import { recordAnswer } from "./record-answer.ts";

/** Before an end that has to wait for its beginning is looked at again; ms. */
const LOOK_AGAIN_MS = 5_000;

/**
 * One attempt to send one notification. That it begins is written before anything is sent: if the process dies, it may
 * have arrived, and the attempt is made again with the same id and words, marked as what may be a repeat.
 */
export function sendMessage(parts: NotificationParts): JobRun {
  return async ({ payload }) => {
    const { notification: id } = payload as { readonly notification: string };
    const begun = await parts.state.transact(async (tx) => await begin(tx, id, parts));
    if (begun.kind !== "send") return begun;
    const answer = await attempt(begun, parts);
    return verdictOf(begun, answer, parts);
  };
}

/** An attempt that is to be made; `before` is the notification without it. */
interface Begun {
  readonly kind: "send";
  readonly before: Notification;
  readonly members: readonly Notification[];
  readonly address: unknown;
  readonly message: NotificationMessage;
  readonly settings: Settings;
}

async function begin(tx: Tx, id: string, parts: NotificationParts): Promise<Begun | JobVerdict> {
  const before = await findMessage(tx, id);
  if (before === undefined) return { kind: "done" };
  const now = parts.clock.now();
  const where = await addressOf(tx, before);
  const step = nextStep(before, await factsOf(tx, before, { now, addressExists: where !== undefined }));
  if (step.kind === "wait") return { kind: "later", at: step.notBefore ?? now + LOOK_AGAIN_MS };
  if (step.kind === "settle") await settle(tx, before, { state: step.state, now });
  if (step.kind !== "send" || where === undefined) return { kind: "done" };
  const opened = openAddress(parts, where);
  const added = before.mayHaveArrived ? [] : await withOthers(tx, before, { others: step.bundle, now });
  const members = before.mayHaveArrived ? await messagesIn(tx, id) : added;
  const message = saidBy([before, ...members], parts);
  if (opened === undefined || message === undefined) {
    for (const one of [before, ...members]) await settle(tx, one, { state: "failed", now, error: UNREADABLE });
    return { kind: "done" };
  }
  await updateMessage(tx, {
    ...before,
    attempts: before.attempts + 1,
    begunAt: now,
    mayHaveArrived: true,
    mayBeRepeat: before.mayBeRepeat || before.mayHaveArrived,
  });
  return {
    kind: "send",
    before,
    members,
    address: opened.address,
    message,
    settings: await openSettings(tx, parts),
  };
}

async function factsOf(
  tx: Tx,
  own: Notification,
  { now, addressExists }: { readonly now: number; readonly addressExists: boolean },
): Promise<Parameters<typeof nextStep>[1]> {
  const ofSubject = (await messagesOfSubject(tx, own.subject)).filter(({ address }) => address === own.address);
  const due = await dueAt(tx, own.address, { dueBy: now, limit: BUNDLE_MAX * 2 });
  const underWay = new Set(due.filter(isUnderWay).map(({ subject }) => subject));
  return {
    now,
    addressExists,
    earlier: ofSubject.slice(
      0,
      ofSubject.findIndex(({ id }) => id === own.id),
    ),
    begunAt: await begunSince(tx, own.address, now - MINUTE_MS),
    waiting: due.filter((one) => one.id !== own.id && !isUnderWay(one) && !underWay.has(one.subject)),
  };
}

function isUnderWay({ begunAt, bundledIn }: Notification): boolean {
  return begunAt !== null || bundledIn !== null;
}

/** Takes others along, where nobody else is sending them just now. */
async function withOthers(
  tx: Tx,
  carrier: Notification,
  { others, now }: { readonly others: readonly Notification[]; readonly now: number },
): Promise<readonly Notification[]> {
  const taken: Notification[] = [];
  for (const one of others) {
    if (!(await dismissMessage(tx, one))) continue;
    await updateMessage(tx, { ...one, begunAt: now, mayHaveArrived: true, bundledIn: carrier.id });
    taken.push(one);
  }
  return taken;
}

/** What is said; undefined when it cannot be read any more. */
function saidBy(all: readonly Notification[], { seal, base }: NotificationParts): NotificationMessage | undefined {
  const parts = all.map((notification) => {
    const text = seal.open(notification.sealed, notification.id);
    return text === undefined ? undefined : { notification, message: JSON.parse(text) as NotificationMessage };
  });
  const [first, ...others] = parts.filter((part) => part !== undefined);
  if (first === undefined || others.length + 1 < all.length) return undefined;
  return others.length === 0 ? first.message : bundleMessage([first, ...others], base);
}

async function attempt({ before, address, message, settings }: Begun, parts: NotificationParts): Promise<Answer> {
  const channel = channelOf(before, parts);
  const out: Outgoing = {
    id: before.id,
    subject: before.subject,
    event: before.event,
    urgency: before.urgency,
    message: { ...message, acts: message.acts.map((act) => ({ ...act, url: withVia(act.url, before.id) })) },
    mayBeRepeat: before.mayBeRepeat || before.mayHaveArrived,
  };
  return await channel.send(out, address as never, {
    post: parts.post,
    mail: async (letter) => await parts.mail.send(letter),
    now: () => parts.clock.now(),
    house: { publicUrl: parts.base, settingOf: (kind) => settings.get(kind) },
  });
}

/** By which message somebody came: a click proves that the way works. */
function withVia(url: string, id: string): string {
  return `${url}${url.includes("?") ? "&" : "?"}via=${id}`;
}

function channelOf({ kind }: Notification, { channels }: NotificationParts): Channel {
  const channel = channels.get(kind);
  invariant(channel !== undefined, `there is a message by ${kind}, and no such channel`);
  return channel;
}

function verdictOf(begun: Begun, answer: Answer, parts: NotificationParts): JobVerdict {
  const { before, members } = begun;
  const all = [before, ...members];
  const proves = channelOf(before, parts).proves;
  if (answer.kind !== "retry") {
    return { kind: "done", record: async (tx) => await recordAnswer(tx, { all, answer, proves }, parts) };
  }
  return {
    kind: "again",
    notBefore: answer.notBefore,
    record: async (tx) => await recordAnswer(tx, { all, answer, proves }, parts),
  };
}

async function settle(
  tx: Tx,
  notification: Notification,
  { state, now, error }: { readonly state: Notification["state"]; readonly now: number; readonly error?: string },
): Promise<void> {
  const { lastError } = notification;
  const reason = error ?? (state === "failed" ? gaveUpText(GIVE_UP_AFTER_DAYS, lastError) : lastError);
  await updateMessage(tx, { ...notification, state, sealed: "", settledAt: now, lastError: reason });
}
