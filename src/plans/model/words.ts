import { countText, moneyText, unreachable } from "#kernel";
import { minorCharge } from "./charge.ts";
import type { Price } from "./price.ts";
import { type Quota, quotaText } from "./quota.ts";
import { type RateLimit, rateLimitText } from "./rate-limit.ts";
import type { SubscriptionCommand } from "./decide-subscription.ts";
import type { Stricter } from "./stricter.ts";
import type { SubscriptionState } from "./subscription.ts";

/** The facts of a finding about a plan. */
export type PlanFault =
  | { readonly code: "plan.private-without-organisation" | "plan.no-limit" }
  | { readonly code: "plan.public-with-organisations"; readonly organisations: number }
  | { readonly code: "plan.burst-without-rate"; readonly burst: number }
  | { readonly code: "plan.rate-above-quota"; readonly rateLimit: RateLimit; readonly quota: Quota }
  | { readonly code: "plan.burst-above-quota"; readonly burst: number; readonly quota: Quota }
  | {
      readonly code: "plan.quota-unreachable";
      readonly rateLimit: RateLimit;
      readonly quota: Quota;
      readonly most: number;
    }
  | { readonly code: "plan.tier-unreachable"; readonly to: number; readonly quota: Quota }
  | { readonly code: "plan.price-falls"; readonly to: number; readonly price: Price }
  | { readonly code: "plan.dearer-stricter"; readonly other: string; readonly stricter: readonly Stricter[] }
  | { readonly code: "plan.dearer-for-nothing" | "plan.equal"; readonly other: string };

/** What a finding says to people: what is so, and what to change. */
export function findingMessage(plan: string, fault: PlanFault): string {
  switch (fault.code) {
    case "plan.private-without-organisation":
      return `${plan} is private and names no organisation, so nobody sees it. Name one, or make it public.`;
    case "plan.public-with-organisations":
      return `${plan} is public, so the ${fault.organisations} organisations that it names make no difference. Make it private, or take them out.`;
    case "plan.no-limit":
      return `${plan} is open to everybody at once and limits nothing. Give it a quota or a rate limit, or let somebody approve.`;
    case "plan.burst-without-rate":
      return `${plan} has a burst of ${fault.burst} and no rate limit, so the burst means nothing. Add a rate limit, or take the burst out.`;
    case "plan.rate-above-quota":
      return `${plan} allows ${rateLimitText(fault.rateLimit)}, and its quota of ${quotaText(fault.quota)} is gone before that limit is reached once. Lower one, or raise the other.`;
    case "plan.burst-above-quota":
      return `${plan} allows ${fault.burst} at once, more than its whole quota of ${quotaText(fault.quota)}. Lower the burst, or raise the quota.`;
    case "plan.quota-unreachable":
      return `${plan} allows ${rateLimitText(fault.rateLimit)}: at most ${countText(fault.most)} in a ${fault.quota.period}, so its quota of ${quotaText(fault.quota)} can never be used up. Raise the rate limit, or lower the quota.`;
    case "plan.tier-unreachable":
      return `${plan} has a price for requests after ${countText(fault.to)}, and its quota of ${quotaText(fault.quota)} ends there or before. Take the tier out, or raise the quota.`;
    case "plan.price-falls":
      return `${plan} costs ${charged(fault.price, fault.to)} for ${countText(fault.to)} requests and only ${charged(fault.price, fault.to + 1)} for one more. Use graduated tiers if that is not meant.`;
    case "plan.dearer-stricter":
      return `${plan} is dearer than ${fault.other} and stricter: ${fault.stricter.map(stricterText).join(", ")}. A dearer plan should never allow less.`;
    case "plan.dearer-for-nothing":
      return `${plan} is dearer than ${fault.other} and allows nothing more. Allow more, or lower its price.`;
    case "plan.equal":
      return `${plan} and ${fault.other} cost the same, allow the same and are taken the same way. Keep one of them.`;
    default:
      return unreachable(fault);
  }
}

function stricterText({ limit, mine, others }: Stricter): string {
  return `${limit} ${mine} against ${others}`;
}

function charged(price: Price, requests: number): string {
  return moneyText({ currency: price.currency, minor: minorCharge(price, requests) });
}

const DONE: Readonly<Record<SubscriptionCommand["verb"], string>> = {
  approve: "approved",
  decline: "declined",
  suspend: "suspended",
  resume: "resumed",
  end: "ended",
  change: "changed",
};

/** Why nothing was done to a subscription. */
export function refusedText(
  verb: SubscriptionCommand["verb"],
  refused: "state" | "same-plan",
  state: SubscriptionState,
): string {
  if (refused === "same-plan") {
    return "The client is on this plan already, and no other one is to come, so nothing was changed.";
  }
  const is = state === "requested" ? "waits for approval" : `is ${state}`;
  const nothing = verb === "approve" || verb === "decline" ? ", and nothing waits for a decision" : "";
  return `The subscription ${is}${nothing}, so it was not ${DONE[verb]}. Load it again for its state.`;
}
