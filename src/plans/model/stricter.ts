import type { ComparedPlan } from "./compared-plans.ts";
import type { Plan } from "./plan.ts";
import { perCommonTime, type Quota, quotaText } from "./quota.ts";
import { burstOf, type RateLimit, rateLimitText } from "./rate-limit.ts";

/** One limit in which a plan allows less than another. Texts as people write them; "none" where there is no limit. */
export interface Stricter {
  readonly limit: "rate limit" | "burst" | "quota" | "operations" | "APIs";
  readonly mine: string;
  readonly others: string;
}

/** All limits in which `one` is stricter than `other`; empty when it allows at least as much everywhere. */
export function stricterIn(one: ComparedPlan, other: ComparedPlan): Stricter[] {
  return LIMITS.filter(({ isLower }) => isLower(one, other)).map(({ limit, text }) => ({
    limit,
    mine: text(one.plan),
    others: text(other.plan),
  }));
}

/** Whether `one` allows less than `other` of something. */
export function isStricter(one: ComparedPlan, other: ComparedPlan): boolean {
  return LIMITS.some(({ isLower }) => isLower(one, other));
}

interface Limit {
  readonly limit: Stricter["limit"];
  readonly isLower: (one: ComparedPlan, other: ComparedPlan) => boolean;
  readonly text: (plan: Plan) => string;
}

const LIMITS: readonly Limit[] = [
  {
    limit: "rate limit",
    isLower: (one, other) => isLowerRate(one.plan.rateLimit, other.plan.rateLimit),
    text: ({ rateLimit }) => (rateLimit === null ? "none" : rateLimitText(rateLimit)),
  },
  {
    limit: "burst",
    isLower: (one, other) => burstNumber(one.plan) < burstNumber(other.plan),
    text: (plan) => (plan.rateLimit === null ? "none" : String(burstNumber(plan))),
  },
  {
    limit: "quota",
    isLower: (one, other) => isLowerQuota(one.plan.quota, other.plan.quota),
    text: ({ quota }) => (quota === null ? "none" : quotaText(quota)),
  },
  {
    limit: "operations",
    isLower: (one, other) => (other.withItsOperations & one.bit) === 0n,
    text: ({ operations }) => (operations.length === 0 ? "all" : String(operations.length)),
  },
  {
    limit: "APIs",
    isLower: (one, other) => (other.withItsApis & one.bit) === 0n,
    text: ({ apis }) => (apis === null ? "all" : String(apis.length)),
  },
];

function isLowerRate(one: RateLimit | null, other: RateLimit | null): boolean {
  if (one === null) return false;
  return other === null || one.requests * other.perMs < other.requests * one.perMs;
}

function isLowerQuota(one: Quota | null, other: Quota | null): boolean {
  if (one === null) return false;
  return other === null || one.requests * perCommonTime(one.period) < other.requests * perCommonTime(other.period);
}

function burstNumber({ rateLimit, burst }: Plan): number {
  return rateLimit === null ? Infinity : burstOf(rateLimit, burst);
}
