/** Where a subscription is: asked for, in use, held back, over. */
export const SUBSCRIPTION_STATES = ["requested", "active", "suspended", "ended"] as const;

/** One of them. */
export type SubscriptionState = (typeof SUBSCRIPTION_STATES)[number];

/** From when another plan counts: at once, or from the next period of the present one. */
export const PLAN_STARTS = ["now", "next period"] as const;

/** One of them. */
export type PlanStart = (typeof PLAN_STARTS)[number];

/** The facts of a subscription, each with its instant (epoch ms); null: it did not happen, or holds no more. */
export interface SubscriptionFacts {
  /** The plan until `next` begins. */
  readonly plan: string;
  readonly requestedAt: number;
  readonly approvedAt: number | null;
  readonly suspendedAt: number | null;
  readonly endedAt: number | null;
  readonly next: { readonly plan: string; readonly from: number } | null;
  /** Another plan that was asked for, on which nobody decided yet. */
  readonly wanted: { readonly plan: string; readonly at: number; readonly from: PlanStart } | null;
}

/** The state that the facts mean. */
export function subscriptionState({ approvedAt, suspendedAt, endedAt }: SubscriptionFacts): SubscriptionState {
  if (endedAt !== null) return "ended";
  if (approvedAt === null) return "requested";
  return suspendedAt === null ? "active" : "suspended";
}

/** The plan that counts at an instant not before the last change. */
export function planAt({ plan, next }: Pick<SubscriptionFacts, "plan" | "next">, at: number): string {
  return next !== null && next.from <= at ? next.plan : plan;
}

/** Whether somebody has to decide: on the subscription, or on another plan for it. */
export function needsApproval(facts: SubscriptionFacts): boolean {
  return subscriptionState(facts) === "requested" || (facts.endedAt === null && facts.wanted !== null);
}

/** Something that happened, as far as it says from when which plan counts. */
export interface PlanEvent {
  readonly seq: number;
  readonly plan: string | null;
  readonly planFrom: number | null;
}

/** The plan that counted at an instant, by the whole history: what was said last of it. Undefined before the approval. */
export function planByHistory(events: readonly PlanEvent[], at: number): string | undefined {
  const said = events.filter(({ planFrom }) => planFrom !== null && planFrom <= at);
  return said.toSorted((one, other) => one.seq - other.seq).at(-1)?.plan ?? undefined;
}
