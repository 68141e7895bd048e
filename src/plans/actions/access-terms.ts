import type { Reader } from "#storage";
import type { Plan } from "../model/plan.ts";
import { burstOf } from "../model/rate-limit.ts";
import { planOfRow } from "../model/stored-plan.ts";
import { factsOf } from "../model/subscription-facts.ts";
import { type SubscriptionState, subscriptionState } from "../model/subscription.ts";
import { allPlans } from "../store/plans.ts";
import { endedPairs, liveSubscriptions } from "../store/subscriptions.ts";

/** What of a plan is held at the door. */
export interface PlanTerms extends Pick<Plan, "plan" | "rateLimit" | "quota" | "operations" | "zone"> {
  /** Requests that may come at once. */
  readonly burst: number;
}

/** Who is on which plan for which API; of pairs without a live one, that it has ended. */
export interface SubscriptionTerms {
  readonly id: string;
  readonly clientId: string;
  readonly api: string;
  readonly state: SubscriptionState;
  readonly plan: string;
  readonly next: { readonly plan: string; readonly from: number } | null;
}

/** All that decides who may pass, and how much: of all plans, retired ones too, and of all subscriptions. */
export async function accessTerms(
  read: Reader,
): Promise<{ readonly plans: PlanTerms[]; readonly subscriptions: SubscriptionTerms[] }> {
  const plans = (await allPlans(read)).map((row) => {
    const { plan, rateLimit, burst, quota, operations, zone } = planOfRow(row);
    return { plan, rateLimit, burst: rateLimit === null ? 1 : burstOf(rateLimit, burst), quota, operations, zone };
  });
  const live = (await liveSubscriptions(read)).map((row) => {
    const facts = factsOf(row);
    const { id, client_id: clientId, api } = row;
    return { id, clientId, api, state: subscriptionState(facts), plan: facts.plan, next: facts.next };
  });
  const known = new Set(live.map(pairOf));
  const ended = (await endedPairs(read))
    .map(({ client_id: clientId, api }) => ({ clientId, api }))
    .filter((pair) => !known.has(pairOf(pair)))
    .map((pair) => ({ id: "", ...pair, state: "ended" as const, plan: "", next: null }));
  return { plans, subscriptions: [...live, ...ended] };
}

function pairOf({ clientId, api }: Pick<SubscriptionTerms, "clientId" | "api">): string {
  return `${clientId} ${api}`;
}
