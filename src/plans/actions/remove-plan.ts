import type { Tx } from "#storage";
import { deletePlanRow, findPlan, putPlan } from "../store/plans.ts";
import { isPlanUsed } from "../store/taken.ts";

/** Deletes a plan on which nobody ever was; retires any other, so that its history stays readable. Of no effect when there is none. */
export async function removePlan(tx: Tx, plan: string, now: number): Promise<"deleted" | "retired"> {
  if (!(await isPlanUsed(tx, plan))) {
    await deletePlanRow(tx, plan);
    return "deleted";
  }
  const row = await findPlan(tx, plan);
  if (row?.retired_at === null) {
    await putPlan(tx, { ...row, retired_at: now, revision: row.revision + 1 });
  }
  return "retired";
}
