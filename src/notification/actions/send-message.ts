import type { JobRun, JobVerdict } from "#jobs";
import { invariant, MINUTE_MS } from "#kernel";
import type { Answer } from "#messaging";
import type { Tx } from "#storage";
import type { Channel, Outgoing } from "../channels/channel.ts";
import { BUNDLE_MAX, nextStep, type StepFacts } from "../model/next-step.ts";
import type { NotificationMessage } from "../model/notification-message.ts";
import type { Notification } from "../model/notification.ts";
import { UNREADABLE } from "../model/words.ts";
import { begunSince, dueAt, findMessage, lastSentAt, messagesOfSubject, updateMessage } from "../store/messages.ts";
import { addressOf } from "./address-of.ts";
import { bundle } from "./bundle.ts";
import { type NotificationParts, openSettings, type Settings } from "./notification-parts.ts";
import { openAddress, openMessage } from "./sealed-address.ts";
import { recordAnswer } from "./record-answer.ts";
import { settleUnsent } from "./settle-unsent.ts";

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
  readonly address: unknown;
  readonly message: NotificationMessage;
  readonly settings: Settings;
}

async function begin(tx: Tx, id: string, parts: NotificationParts): Promise<Begun | JobVerdict> {
  const before = await findMessage(tx, id);
  if (before === undefined) return { kind: "done" };
  const now = parts.clock.now();
  const where = await addressOf(tx, before);
  const step = nextStep(before, await factsOf(tx, before, { parts, addressExists: where !== undefined }));
  if (step.kind === "wait") return { kind: "later", at: step.notBefore ?? now + LOOK_AGAIN_MS };
  if (step.kind === "settle") await settleUnsent(tx, before, { state: step.state, now, error: null });
  if (step.kind === "bundle" && (await bundle(tx, { first: before, others: step.others }, parts))) {
    return { kind: "done" };
  }
  if ((step.kind !== "send" && step.kind !== "bundle") || where === undefined) return { kind: "done" };
  const address = openAddress(parts, where)?.address;
  const message = openMessage(parts, before);
  if (address === undefined || message === undefined) {
    await settleUnsent(tx, before, { state: "failed", now, error: UNREADABLE });
    return { kind: "done" };
  }
  await updateMessage(tx, {
    ...before,
    attempts: before.attempts + 1,
    begunAt: now,
    mayHaveArrived: true,
    mayBeRepeat: before.mayBeRepeat || before.mayHaveArrived,
  });
  return { kind: "send", before, address, message, settings: await openSettings(tx, parts) };
}

async function factsOf(
  tx: Tx,
  own: Notification,
  { parts, addressExists }: { readonly parts: NotificationParts; readonly addressExists: boolean },
): Promise<StepFacts> {
  const now = parts.clock.now();
  const ofSubject = (await messagesOfSubject(tx, own.subject)).filter(({ address }) => address === own.address);
  const place = ofSubject.findIndex(({ id }) => id === own.id);
  return {
    now,
    addressExists,
    tellsEach: channelOf(own, parts).tellsEach === true,
    earlier: ofSubject.slice(0, place),
    begunAt: await begunSince(tx, own.address, now - MINUTE_MS),
    lastSentAt: await lastSentAt(tx, own.address),
    waiting: await dueAt(tx, own.address, { dueBy: now, limit: BUNDLE_MAX * 2 }),
  };
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

function verdictOf({ before }: Begun, answer: Answer, parts: NotificationParts): JobVerdict {
  const record = async (tx: Tx): Promise<void> => await recordAnswer(tx, { before, answer }, parts);
  return answer.kind === "retry" ? { kind: "again", notBefore: answer.notBefore, record } : { kind: "done", record };
}
