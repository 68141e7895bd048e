import type { Answer } from "#messaging";
import type { Tx } from "#storage";
import type { Channel } from "../channels/channel.ts";
import type { NotificationMessage } from "../model/notification-message.ts";
import type { Notification } from "../model/notification.ts";
import { findMessage, updateMessage } from "../store/messages.ts";
import { findMethod, storeMethod } from "../store/methods.ts";
import { markFailing, markInOrder } from "./address-of.ts";
import { failOver } from "./fail-over.ts";
import type { NotificationParts } from "./notification-parts.ts";

/** From this attempt that failed on, the next way is tried beside it. */
const FAIL_OVER_FROM_ATTEMPT = 2;

/** An attempt that was made. */
export interface Attempted {
  /** As they were before it; the first carries the others. */
  readonly all: readonly Notification[];
  readonly answer: Answer;
  readonly proves: Channel["proves"];
}

/** Writes what became of an attempt, and what follows: the next way, and whether the address is in order. */
export async function recordAnswer(
  tx: Tx,
  { all, answer, proves }: Attempted,
  parts: NotificationParts,
): Promise<void> {
  const now = parts.clock.now();
  for (const before of all) {
    // It may have been cancelled meanwhile: that it was sent is the truth all the same.
    const current = await findMessage(tx, before.id);
    if (current === undefined) continue;
    await updateMessage(tx, { ...current, ...outcome({ before, current, answer }, now) });
    const attempts = before.attempts + 1;
    if (answer.kind === "delivered" || current.state !== "due") continue;
    if (answer.kind === "retry" && attempts < FAIL_OVER_FROM_ATTEMPT) continue;
    await failOver(tx, { failed: current, reason: answer.reason, attempts, message: messageOf(before, parts) }, parts);
  }
  const [carrier] = all;
  if (carrier === undefined) return;
  if (answer.kind === "failed") await markFailing(tx, carrier, { reason: answer.reason, now });
  if (answer.kind !== "delivered") return;
  await markInOrder(tx, carrier);
  if (carrier.event === "verify" && proves === "test") await verifyByTest(tx, carrier.address, now);
}

function outcome(
  { before, current, answer }: { before: Notification; current: Notification; answer: Answer },
  now: number,
): Partial<Notification> {
  if (answer.kind === "delivered") return { state: "sent", sealed: "", sentAt: now, settledAt: now, lastError: null };
  const lastError = answer.reason;
  if (answer.kind === "retry") {
    const mayHaveArrived = before.mayHaveArrived || answer.arrived;
    return { lastError, mayHaveArrived };
  }
  const mayHaveArrived = before.mayHaveArrived;
  if (current.state !== "due") return { lastError, mayHaveArrived };
  return { state: "failed", sealed: "", settledAt: now, lastError, mayHaveArrived };
}

function messageOf({ sealed, id }: Notification, { seal }: NotificationParts): NotificationMessage | undefined {
  const text = seal.open(sealed, id);
  return text === undefined ? undefined : (JSON.parse(text) as NotificationMessage);
}

async function verifyByTest(tx: Tx, address: string, now: number): Promise<void> {
  const method = await findMethod(tx, address);
  if (method !== undefined) await storeMethod(tx, { ...method, verifiedAt: method.verifiedAt ?? now });
}
