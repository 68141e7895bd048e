import type { Tx } from "#storage";
import { findPlan, putPlan } from "../store/plans.ts";
import { liveSubscriptions, updateSubscription } from "../store/subscriptions.ts";

/** From now on no configuration text owns the plan, so that people change it. Of no effect when there is none. */
export async function releasePlan(tx: Tx, plan: string): Promise<void> {
  const row = await findPlan(tx, plan);
  if (row !== undefined) await putPlan(tx, { ...row, managed_by: null, revision: row.revision + 1 });
}

/** From now on no configuration text owns the subscriptions of a client. */
export async function releaseSubscriptions(tx: Tx, clientId: string): Promise<void> {
  for (const row of await liveSubscriptions(tx)) {
    if (row.client_id !== clientId || row.managed_by === null) continue;
    await updateSubscription(tx, { ...row, managed_by: null, revision: row.revision + 1 });
  }
}
