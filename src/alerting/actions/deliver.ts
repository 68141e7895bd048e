import type { JobRun, JobVerdict } from "#jobs";
import type { Clock } from "#kernel";
import { type Answer, answerOf, type Message, type Reply } from "#messaging";
import type { State, Tx } from "#storage";
import { type Delivery, GIVE_UP_AFTER_DAYS, nextStep } from "../model/delivery.ts";
import type { Destination } from "../model/destination.ts";
import { gaveUpText } from "../model/words.ts";
import { beginningsOf, findDelivery, updateDelivery } from "../store/deliveries.ts";
import { findDestination } from "../store/destinations.ts";
import { messageTo } from "./message-to.ts";

/** What sending needs. */
export interface DeliverPorts {
  readonly state: Pick<State, "transact">;
  readonly clock: Clock;
  /** Sends a message once: `post` of #messaging. */
  readonly post: (message: Message) => Promise<Reply>;
}

/**
 * One attempt to deliver one message. That it begins is written before anything is sent: if the process dies, the
 * receiver may know of it, and the attempt is made again with the same id, by which the receiver knows the repeat.
 */
export function deliver({ state, clock, post }: DeliverPorts): JobRun {
  return async ({ payload }) => {
    const { delivery: id } = payload as { readonly delivery: string };
    const attempt = await state.transact(async (tx) => await begin(tx, id, clock.now()));
    if (attempt === undefined) return { kind: "done" };
    const { before, destination } = attempt;
    const reply = await post(messageTo(destination, before, clock.now()));
    return verdictOf(before, answerOf(reply, clock.now()), clock);
  };
}

/** An attempt that is to be made; `before` is the delivery without it. */
interface Attempt {
  readonly before: Delivery;
  readonly destination: Destination;
}

async function begin(tx: Tx, id: string, now: number): Promise<Attempt | undefined> {
  const before = await findDelivery(tx, id);
  if (before === undefined) return undefined;
  const destination = await findDestination(tx, before.destinationId);
  const beginning = await findBeginning(tx, before);
  const step = nextStep(before, { beginning, destinationExists: destination !== undefined, now });
  if (step.kind === "settle") {
    const lastError = step.state === "failed" ? gaveUpText(GIVE_UP_AFTER_DAYS, before.lastError) : before.lastError;
    await updateDelivery(tx, { ...before, state: step.state, lastError, nextAttemptAt: null, settledAt: now });
  }
  if (step.kind !== "send" || destination === undefined) return undefined;
  await updateDelivery(tx, { ...before, attempts: before.attempts + 1, mayHaveArrived: true });
  return { before, destination };
}

async function findBeginning(tx: Tx, { event, alertId, destinationId }: Delivery): Promise<Delivery | undefined> {
  if (event !== "ended" || alertId === null) return undefined;
  return (await beginningsOf(tx, alertId)).find((one) => one.destinationId === destinationId);
}

function verdictOf(before: Delivery, answer: Answer, clock: Clock): JobVerdict {
  const after = { ...before, attempts: before.attempts + 1, lastStatus: answer.status };
  if (answer.kind === "retry") {
    const mayHaveArrived = before.mayHaveArrived || answer.arrived;
    const waiting = { ...after, mayHaveArrived, lastError: answer.reason };
    return {
      kind: "again",
      notBefore: answer.notBefore,
      record: async (tx, dueAt) => await updateDelivery(tx, { ...waiting, nextAttemptAt: dueAt }),
    };
  }
  const settled = { ...after, state: answer.kind, nextAttemptAt: null };
  const lastError = answer.kind === "failed" ? answer.reason : null;
  return {
    kind: "done",
    record: async (tx) => await updateDelivery(tx, { ...settled, lastError, settledAt: clock.now() }),
  };
}
