import type { Plan } from "./plan.ts";
import { chargePeriodOf } from "./price.ts";
import type { Period } from "./quota.ts";

/** The period in which a plan counts: that of its quota, else that of its price, else the month. */
export function planPeriod({ quota, price }: Pick<Plan, "quota" | "price">): Period {
  return quota?.period ?? (price === null ? "month" : chargePeriodOf(price));
}
