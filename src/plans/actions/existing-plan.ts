import { Refusal } from "#kernel";
import type { Reader } from "#storage";
import { isVisibleTo } from "../model/plan.ts";
import type { PlanRow } from "../model/rows.ts";
import { planOfRow } from "../model/stored-plan.ts";
import { findPlan } from "../store/plans.ts";

/**
 * The plan of this name, or a refusal. `within`: the organisations whose private plans are seen, null for all. What is
 * not seen is as if it were absent.
 */
export async function existingPlan(read: Reader, plan: string, within: readonly string[] | null): Promise<PlanRow> {
  const row = await findPlan(read, plan);
  if (row !== undefined && isVisibleTo(planOfRow(row), within)) return row;
  throw new Refusal(
    "not-found",
    "plan.not-found",
    `There is no plan named "${plan}". GET /api/v1/plans lists those that are there.`,
    { plan },
  );
}
