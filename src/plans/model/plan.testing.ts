import type { Plan } from "./plan.ts";
import { parsePrice } from "./price-text.ts";
import { parseQuota } from "./quota.ts";
import { parseRateLimit } from "./rate-limit.ts";

/** A plan as tests write it. */
export interface PlanTexts extends Partial<Omit<Plan, "plan" | "rateLimit" | "quota" | "price">> {
  readonly plan: string;
  readonly rateLimit?: string | null;
  readonly quota?: string | null;
  readonly price?: string | null;
}

/** The plan with what was left out as it usually is: on request, public, in UTC, limited by nothing. */
export function planOf({ rateLimit = null, quota = null, price = null, ...rest }: PlanTexts): Plan {
  return {
    title: rest.plan,
    description: "",
    apis: null,
    burst: null,
    access: "on request",
    visibility: "public",
    organisations: [],
    operations: [],
    zone: "UTC",
    ...rest,
    rateLimit: rateLimit === null ? null : parseRateLimit(rateLimit),
    quota: quota === null ? null : parseQuota(quota),
    price: price === null ? null : parsePrice(price),
  };
}
