import type { Answer } from "#messaging";
import type { Tx } from "#storage";
import type { ChannelKind } from "../model/channel-kind.ts";
import { BUNDLE_MAX } from "../model/next-step.ts";
import type { Notification } from "../model/notification.ts";
import { statusOnly } from "../model/words.ts";
import { dueAt, findMessage, messagesIn, updateMessage } from "../store/messages.ts";
import { findMethod, storeMethod } from "../store/methods.ts";
import { markFailing, markInOrder } from "./address-of.ts";
import { failOver } from "./fail-over.ts";
import type { NotificationParts } from "./notification-parts.ts";
import { retryNow } from "./order-message.ts";
import { openMessage } from "./sealed-address.ts";

/** From this attempt that failed on, the next way is tried beside it. */
const FAIL_OVER_FROM_ATTEMPT = 2;

/** Kinds whose address is any URL. */
const FREE_KINDS: ReadonlySet<ChannelKind> = new Set(["webhook", "ntfy"]);

/** An attempt that was made; `before` is the notification without it. */
export interface Attempted {
  readonly before: Notification;
  readonly answer: Answer;
}

/** Writes what became of an attempt, and what follows: the next way, and whether the address is in order. */
export async function recordAnswer(
  tx: Tx,
  { before, answer: given }: Attempted,
  parts: NotificationParts,
): Promise<void> {
  const now = parts.clock.now();
  const answer = shownAnswer(before, given);
  // It may have been cancelled meanwhile: that it was sent is the truth all the same.
  const current = await findMessage(tx, before.id);
  if (current === undefined) return;
  const members = await messagesIn(tx, before.id);
  for (const one of [current, ...members]) {
    await updateMessage(tx, { ...one, ...outcome(one, { before, answer, now }) });
    const attempts = before.attempts + 1;
    if (answer.kind === "delivered" || one.state !== "due") continue;
    if (answer.kind === "retry" && attempts < FAIL_OVER_FROM_ATTEMPT) continue;
    await failOver(tx, { failed: one, reason: answer.reason, attempts, message: openMessage(parts, one) }, parts);
  }
  if (answer.kind === "failed") await markFailing(tx, current, { reason: answer.reason, now });
  if (answer.kind === "delivered") await followSuccess(tx, { sent: current, now }, parts);
}

/** Of an address that anybody may name, only the status is shown: what a server inside the house says is not for everybody. */
function shownAnswer({ to, kind }: Notification, answer: Answer): Answer {
  if (answer.kind === "delivered" || to.kind !== "person" || !FREE_KINDS.has(kind)) return answer;
  return { ...answer, reason: statusOnly(answer.reason) };
}

function outcome(
  one: Notification,
  { before, answer, now }: { readonly before: Notification; readonly answer: Answer; readonly now: number },
): Partial<Notification> {
  if (answer.kind === "delivered") return { state: "sent", sealed: "", sentAt: now, settledAt: now, lastError: null };
  const lastError = answer.reason;
  const isItself = one.id === before.id;
  const mayHaveArrived =
    before.mayHaveArrived || (!isItself && one.mayHaveArrived) || (answer.kind === "retry" && answer.arrived);
  if (answer.kind === "retry" || one.state !== "due") return { lastError, mayHaveArrived };
  return { state: "failed", sealed: "", settledAt: now, lastError, mayHaveArrived };
}

/** The way is in order: what failed there is tried at once, and a test that was taken in verifies a method. */
async function followSuccess(
  tx: Tx,
  { sent, now }: { readonly sent: Notification; readonly now: number },
  parts: NotificationParts,
): Promise<void> {
  await markInOrder(tx, sent);
  const waiting = await dueAt(tx, sent.address, { dueBy: now, limit: BUNDLE_MAX });
  for (const one of waiting) if (one.attempts > 0 && one.bundledIn === null) await retryNow(tx, one, now);
  const isTest = parts.channels.get(sent.kind)?.proves === "test";
  if (sent.event !== "verify" || !isTest) return;
  const method = await findMethod(tx, sent.address);
  if (method !== undefined) await storeMethod(tx, { ...method, verifiedAt: method.verifiedAt ?? now });
}
