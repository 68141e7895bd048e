import { DAY_MS, MINUTE_MS } from "#kernel";
import { isBundle, mayBeKnown, type Notification } from "./notification.ts";

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
  /** A machine is told of each thing by itself: nothing is held back, and nothing goes together. */
  readonly tellsEach: boolean;
  /** What the same address was told of the same subject before, the earliest first. */
  readonly earlier: readonly Notification[];
  /** When messages to the address began to be sent within the last minute, the earliest first. */
  readonly begunAt: readonly number[];
  /** When the address took something in last; null: never. */
  readonly lastSentAt: number | null;
  /** What else is due at the address by now. Some of it may be under way. */
  readonly waiting: readonly Notification[];
}

/** What is to be done with a notification whose turn has come. */
export type NextStep =
  | { readonly kind: "nothing" }
  | { readonly kind: "settle"; readonly state: "skipped" | "cancelled" | "failed" }
  | { readonly kind: "wait"; readonly notBefore: number | null }
  | { readonly kind: "send" }
  /** In one message with those of these that are not under way. */
  | { readonly kind: "bundle"; readonly others: readonly Notification[] };

/** Decides it. */
export function nextStep(own: Notification, facts: StepFacts): NextStep {
  const { now, addressExists, earlier } = facts;
  if (own.state !== "due" || own.bundledIn !== null) return { kind: "nothing" };
  if (!addressExists) return { kind: "settle", state: "cancelled" };
  if (own.event === "ended" && !isBundle(own) && !earlier.some((one) => mayBeKnown(one) || one.state === "due")) {
    return { kind: "settle", state: "skipped" };
  }
  // What was never tried is no provider's fault: however late, it is tried once.
  if (own.attempts > 0 && now - own.dueAt >= GIVE_UP_AFTER_DAYS * DAY_MS) return { kind: "settle", state: "failed" };
  // One that goes in a message with others is in no lane with this one.
  if (earlier.some(({ state }) => state === "due")) return { kind: "wait", notBefore: null };
  if (facts.tellsEach || isBundle(own) || own.event === "verify") return { kind: "send" };
  const others = othersFor(own, facts);
  // What was begun has used its place already.
  if (own.begunAt === null) return throttled(own, facts, others);
  // After downtime, not during it: what is tried meanwhile says the same each time.
  const isBack = facts.lastSentAt !== null && facts.lastSentAt >= own.begunAt;
  return isBack && others.length > 1 ? { kind: "bundle", others } : { kind: "send" };
}

function othersFor(own: Notification, { waiting }: StepFacts): readonly Notification[] {
  return waiting
    .filter((one) => one.id !== own.id && one.bundledIn === null && !isBundle(one) && one.event !== "verify")
    .slice(0, BUNDLE_MAX - 1);
}

function throttled(own: Notification, facts: StepFacts, others: readonly Notification[]): NextStep {
  const { now, begunAt } = facts;
  const max = isQuiet(own) ? QUIET_PER_MINUTE_MAX : PER_MINUTE_MAX;
  if (begunAt.length >= max) {
    return { kind: "wait", notBefore: (begunAt[begunAt.length - max] ?? now) + MINUTE_MS };
  }
  const goesTogether = now - own.dueAt > LATE_MS || begunAt.length >= SINGLES_MAX - 1 || isQuiet(own);
  // A message that tells of only one more is no shorter than two.
  return goesTogether && others.length > 1 && !isDown(facts) ? { kind: "bundle", others } : { kind: "send" };
}

/** Whether the last that is known of the address is a failure: what it refuses by itself it would refuse together. */
function isDown({ waiting, lastSentAt }: StepFacts): boolean {
  return waiting.some(
    ({ begunAt, lastError }) =>
      begunAt !== null && lastError !== null && begunAt > (lastSentAt ?? Number.NEGATIVE_INFINITY),
  );
}

/** What can wait a minute: nobody has to get up for it, or was told of it already. */
function isQuiet({ event, urgency }: Notification): boolean {
  return event === "update" || event === "handoff" || (urgency === "ticket" && event !== "test");
}
