import { DAY_MS, MINUTE_MS } from "#kernel";
import { mayBeKnown, type Notification } from "./notification.ts";

/** How long a message is tried again, from when it was due: a provider may be down for a long weekend. */
export const GIVE_UP_AFTER_DAYS = 3;

/** How many messages go to one address within a minute. What is more waits, and goes together. */
export const PER_MINUTE_MAX = 10;

/** Of these, as many as tickets and repeats may use: the rest is for what begins. */
const QUIET_PER_MINUTE_MAX = 5;

/** From so many messages within a minute on, what waits goes together. */
const SINGLES_MAX = 5;

/** What is later than that goes together with all else that waits: after downtime one message, not the backlog. */
const LATE_MS = 10 * MINUTE_MS;

/** How many go in one message. */
export const BUNDLE_MAX = 500;

/** What a decision is made by. */
export interface StepFacts {
  readonly now: number;
  /** Whether there is such an address still. */
  readonly addressExists: boolean;
  /** What the same address was told of the same subject before, the earliest first. */
  readonly earlier: readonly Notification[];
  /** When messages to the address began to be sent within the last minute, the earliest first. */
  readonly begunAt: readonly number[];
  /** What else waits for the address, never begun and due, whose subject has nothing that is under way. */
  readonly waiting: readonly Notification[];
}

/** What is to be done with a notification whose turn has come. */
export type NextStep =
  | { readonly kind: "nothing" }
  | { readonly kind: "settle"; readonly state: "skipped" | "cancelled" | "failed" }
  | { readonly kind: "wait"; readonly notBefore: number | null }
  /** `bundle`: those that go with it, in the order in which they were ordered. */
  | { readonly kind: "send"; readonly bundle: readonly Notification[] };

/** Decides it. */
export function nextStep(own: Notification, facts: StepFacts): NextStep {
  const { now, addressExists, earlier } = facts;
  if (own.state !== "due" || own.bundledIn !== null) return { kind: "nothing" };
  if (!addressExists) return { kind: "settle", state: "cancelled" };
  if (own.event === "ended" && !earlier.some((one) => mayBeKnown(one) || one.state === "due")) {
    return { kind: "settle", state: "skipped" };
  }
  if (now - own.dueAt >= GIVE_UP_AFTER_DAYS * DAY_MS) return { kind: "settle", state: "failed" };
  // One that goes in the message of another subject is in no lane with this one.
  if (earlier.some(({ state }) => state === "due")) return { kind: "wait", notBefore: null };
  // What was begun has used its place already, and says the same again.
  if (own.mayHaveArrived) return { kind: "send", bundle: [] };
  return throttled(own, facts);
}

function throttled(own: Notification, { now, begunAt, waiting }: StepFacts): NextStep {
  const max = isQuiet(own) ? QUIET_PER_MINUTE_MAX : PER_MINUTE_MAX;
  if (begunAt.length >= max) {
    return { kind: "wait", notBefore: (begunAt[begunAt.length - max] ?? now) + MINUTE_MS };
  }
  const isLate = now - own.dueAt > LATE_MS;
  const goesTogether = (isLate || begunAt.length >= SINGLES_MAX - 1 || isQuiet(own)) && own.event !== "verify";
  const others = waiting.filter(({ event }) => event !== "verify");
  // A message that only tells of one more is no shorter than two.
  return { kind: "send", bundle: goesTogether && others.length > 1 ? others.slice(0, BUNDLE_MAX - 1) : [] };
}

/** What can wait a minute: nobody has to get up for it, or was told of it already. */
function isQuiet({ event, urgency }: Notification): boolean {
  return event === "update" || event === "handoff" || (urgency === "ticket" && event !== "verify" && event !== "test");
}
