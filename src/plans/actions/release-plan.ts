import type { Tx } from "#storage";
import { findPlan, putPlan } from "../store/plans.ts";

/** From now on no configuration text owns the plan, so that people change it. Of no effect when there is none. */
export async function releasePlan(tx: Tx, plan: string): Promise<void> {
  const row = await findPlan(tx, plan);
  if (row !== undefined) await putPlan(tx, { ...row, managed_by: null, revision: row.revision + 1 });
}
