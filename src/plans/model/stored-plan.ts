import type { Plan } from "./plan.ts";
import { parsePrice, priceText } from "./price-text.ts";
import { parseQuota, quotaText } from "./quota.ts";
import { parseRateLimit, rateLimitText } from "./rate-limit.ts";
import type { PlanRow } from "./rows.ts";

/** What of a row is the plan itself. */
type PlanColumns = Omit<PlanRow, "created_at" | "retired_at" | "revision" | "managed_by">;

/** The plan in a row. */
export function planOfRow(row: PlanColumns): Plan {
  return {
    plan: row.plan,
    title: row.title,
    description: row.description,
    apis: row.apis === null ? null : listOf(row.apis),
    rateLimit: row.rate_limit === null ? null : parseRateLimit(row.rate_limit),
    burst: row.burst,
    quota: row.quota === null ? null : parseQuota(row.quota),
    price: row.price === null ? null : parsePrice(row.price),
    access: row.access as Plan["access"],
    visibility: row.visibility as Plan["visibility"],
    organisations: listOf(row.organisations),
    operations: listOf(row.operations),
    zone: row.zone,
  };
}

/** A plan as its columns: limits and prices as people write them. Lists in order, so that equal plans have equal columns. */
export function planColumns(plan: Plan): PlanColumns {
  return {
    plan: plan.plan,
    title: plan.title,
    description: plan.description,
    apis: plan.apis === null ? null : JSON.stringify(plan.apis.toSorted()),
    rate_limit: plan.rateLimit === null ? null : rateLimitText(plan.rateLimit),
    burst: plan.burst,
    quota: plan.quota === null ? null : quotaText(plan.quota),
    price: plan.price === null ? null : priceText(plan.price),
    access: plan.access,
    visibility: plan.visibility,
    organisations: JSON.stringify(plan.organisations.toSorted()),
    operations: JSON.stringify(plan.operations.toSorted()),
    zone: plan.zone,
  };
}

function listOf(text: string): string[] {
  return JSON.parse(text) as string[];
}
