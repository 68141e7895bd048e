import { unreachable } from "#kernel";
import { type PlanStart, type SubscriptionFacts, type SubscriptionState, subscriptionState } from "./subscription.ts";

/** What can be done with a subscription that is there. */
export type SubscriptionCommand =
  | { readonly verb: "approve" | "decline" | "suspend" | "resume" | "end" }
  | {
      readonly verb: "change";
      readonly plan: string;
      readonly from: PlanStart;
      /** Whether nobody has to approve: the plan is automatic, or who changes it may decide. */
      readonly isApproved: boolean;
    };

/** What happened, in the history. */
export type SubscriptionEvent =
  | "requested"
  | "approved"
  | "declined"
  | "suspended"
  | "resumed"
  | "ended"
  | "plan-requested"
  | "plan-changed"
  | "plan-declined";

/** The decision: facts afterwards and what to remember; or the state that does not allow it. */
export type SubscriptionDecision =
  | {
      readonly facts: SubscriptionFacts;
      readonly event: SubscriptionEvent;
      /** The plan that it is about, and from when it counts; null: not decided. */
      readonly plan: string | null;
      readonly planFrom: number | null;
    }
  | { readonly refused: "state" | "same-plan"; readonly state: SubscriptionState };

/** When it happens, and when the present period of the present plan ends (epoch ms). */
export interface DecisionMoment {
  readonly now: number;
  readonly periodEnd: number;
}

/** What a command makes of a subscription. An ended one stays as it is. */
export function decideSubscription(
  given: SubscriptionFacts,
  command: SubscriptionCommand,
  moment: DecisionMoment,
): SubscriptionDecision {
  const facts = settled(given, moment.now);
  const state = subscriptionState(facts);
  const refused = { refused: "state", state } as const;
  if (state === "ended") return refused;
  switch (command.verb) {
    case "approve":
      return approve(facts, moment);
    case "decline":
      return decline(facts, moment);
    case "suspend":
      return state === "active" ? held(facts, moment.now) : refused;
    case "resume":
      return state === "suspended" ? held(facts, null) : refused;
    case "end":
      return {
        facts: { ...facts, endedAt: moment.now, next: null, wanted: null },
        event: "ended",
        plan: null,
        planFrom: null,
      };
    case "change":
      return change(facts, command, moment);
    default:
      return unreachable(command);
  }
}

/** A change of plan whose time has come is the plan. */
function settled(facts: SubscriptionFacts, now: number): SubscriptionFacts {
  const { next } = facts;
  return next === null || next.from > now ? facts : { ...facts, plan: next.plan, next: null };
}

function approve(facts: SubscriptionFacts, moment: DecisionMoment): SubscriptionDecision {
  const { now } = moment;
  if (subscriptionState(facts) === "requested") {
    return { facts: { ...facts, approvedAt: now }, event: "approved", plan: facts.plan, planFrom: now };
  }
  if (facts.wanted === null) return { refused: "state", state: subscriptionState(facts) };
  return changed(facts, facts.wanted, moment);
}

function decline(facts: SubscriptionFacts, { now }: DecisionMoment): SubscriptionDecision {
  if (subscriptionState(facts) === "requested") {
    return { facts: { ...facts, endedAt: now }, event: "declined", plan: facts.plan, planFrom: null };
  }
  if (facts.wanted === null) return { refused: "state", state: subscriptionState(facts) };
  return { facts: { ...facts, wanted: null }, event: "plan-declined", plan: facts.wanted.plan, planFrom: null };
}

function held(facts: SubscriptionFacts, suspendedAt: number | null): SubscriptionDecision {
  return {
    facts: { ...facts, suspendedAt },
    event: suspendedAt === null ? "resumed" : "suspended",
    plan: null,
    planFrom: null,
  };
}

function change(
  facts: SubscriptionFacts,
  { plan, from, isApproved }: Extract<SubscriptionCommand, { verb: "change" }>,
  moment: DecisionMoment,
): SubscriptionDecision {
  const state = subscriptionState(facts);
  // Who is on a plan and asks for it again takes back what was to come.
  if (plan === facts.plan && facts.next === null && facts.wanted === null) return { refused: "same-plan", state };
  const { now } = moment;
  if (state === "requested") {
    const asked = { ...facts, plan };
    if (!isApproved) return { facts: asked, event: "plan-requested", plan, planFrom: null };
    return { facts: { ...asked, approvedAt: now }, event: "approved", plan, planFrom: now };
  }
  if (isApproved || plan === facts.plan) return changed(facts, { plan, from }, moment);
  return { facts: { ...facts, wanted: { plan, at: now, from } }, event: "plan-requested", plan, planFrom: null };
}

function changed(
  facts: SubscriptionFacts,
  { plan, from }: { readonly plan: string; readonly from: PlanStart },
  { now, periodEnd }: DecisionMoment,
): SubscriptionDecision {
  const isAtOnce = from === "now" || plan === facts.plan;
  const next = isAtOnce ? null : { plan, from: periodEnd };
  const after = { ...facts, plan: isAtOnce ? plan : facts.plan, next, wanted: null };
  return { facts: after, event: "plan-changed", plan, planFrom: isAtOnce ? now : periodEnd };
}
