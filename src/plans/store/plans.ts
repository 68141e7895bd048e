import type { Reader, Tx } from "#storage";
import type { PlanRow, PlansRows } from "../model/rows.ts";

/** All plans, by name, retired ones too. Their number is bounded by `PLANS_MAX`. */
export async function allPlans(read: Reader): Promise<PlanRow[]> {
  return read.tables<PlansRows>().selectFrom("plans_plans").selectAll().orderBy("plans_plans.plan").execute();
}

/** The plan of this name, retired or not. */
export async function findPlan(read: Reader, plan: string): Promise<PlanRow | undefined> {
  return read
    .tables<PlansRows>()
    .selectFrom("plans_plans")
    .selectAll()
    .where("plans_plans.plan", "=", plan)
    .executeTakeFirst();
}

/** Takes the place of the plan of this name, or is the first. */
export async function putPlan(tx: Tx, row: PlanRow): Promise<void> {
  const { plan: _, created_at: __, ...changed } = row;
  await tx
    .tables<PlansRows>()
    .insertInto("plans_plans")
    .values(row)
    .onConflict((conflict) => conflict.column("plan").doUpdateSet(changed))
    .execute();
}

/** Of a plan on which no subscription was ever. */
export async function deletePlanRow(tx: Tx, plan: string): Promise<void> {
  await tx.tables<PlansRows>().deleteFrom("plans_plans").where("plans_plans.plan", "=", plan).execute();
}
