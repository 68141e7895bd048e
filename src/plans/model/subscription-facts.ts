import type { PlanStart, SubscriptionFacts } from "./subscription.ts";
import type { SubscriptionRow } from "./rows.ts";

/** The facts in a row. */
export function factsOf(row: SubscriptionRow): SubscriptionFacts {
  const { next_plan: nextPlan, next_from: nextFrom, wanted_plan: wantedPlan, wanted_at: wantedAt } = row;
  return {
    plan: row.plan,
    requestedAt: row.requested_at,
    approvedAt: row.approved_at,
    suspendedAt: row.suspended_at,
    endedAt: row.ended_at,
    next: nextPlan === null || nextFrom === null ? null : { plan: nextPlan, from: nextFrom },
    wanted:
      wantedPlan === null || wantedAt === null
        ? null
        : { plan: wantedPlan, at: wantedAt, from: row.wanted_from as PlanStart },
  };
}

/** Facts as columns. */
export function factColumns({ plan, requestedAt, approvedAt, suspendedAt, endedAt, next, wanted }: SubscriptionFacts) {
  return {
    plan,
    requested_at: requestedAt,
    approved_at: approvedAt,
    suspended_at: suspendedAt,
    ended_at: endedAt,
    next_plan: next?.plan ?? null,
    next_from: next?.from ?? null,
    wanted_plan: wanted?.plan ?? null,
    wanted_at: wanted?.at ?? null,
    wanted_from: wanted?.from ?? null,
  };
}
