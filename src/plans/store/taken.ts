import type { Reader } from "#storage";
import type { PlansRows } from "../model/rows.ts";

/** Live subscriptions of a plan, by state. */
export interface Taken {
  readonly requested: number;
  readonly active: number;
  readonly suspended: number;
}

/** By plan, at an instant. A plan without live subscriptions is left out. */
export async function takenByPlan(read: Reader, now: number): Promise<Map<string, Taken>> {
  const rows = await read
    .tables<PlansRows>()
    .selectFrom("plans_subscriptions")
    .select((row) => [
      row
        .case()
        .when("plans_subscriptions.next_from", "<=", now)
        .then(row.ref("plans_subscriptions.next_plan"))
        .else(row.ref("plans_subscriptions.plan"))
        .end()
        .as("plan_now"),
      row.case().when("plans_subscriptions.approved_at", "is", null).then(0).else(1).end().as("is_approved"),
      row.case().when("plans_subscriptions.suspended_at", "is", null).then(0).else(1).end().as("is_suspended"),
      row.fn.countAll<number>().as("n"),
    ])
    .where("plans_subscriptions.ended_at", "is", null)
    .groupBy(["plan_now", "is_approved", "is_suspended"])
    .execute();
  const taken = new Map<string, Taken>();
  for (const { plan_now: plan, is_approved: isApproved, is_suspended: isSuspended, n } of rows) {
    const before = taken.get(plan ?? "") ?? { requested: 0, active: 0, suspended: 0 };
    const state = isApproved === 0 ? "requested" : isSuspended === 0 ? "active" : "suspended";
    taken.set(plan ?? "", { ...before, [state]: before[state] + n });
  }
  return taken;
}

/** Whether a subscription, live or ended, names the plan. */
export async function isPlanUsed(read: Reader, plan: string): Promise<boolean> {
  const row = await read
    .tables<PlansRows>()
    .selectFrom("plans_subscriptions")
    .select("plans_subscriptions.id")
    .where((each) =>
      each.or([
        each("plans_subscriptions.plan", "=", plan),
        each("plans_subscriptions.next_plan", "=", plan),
        each("plans_subscriptions.wanted_plan", "=", plan),
      ]),
    )
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}
