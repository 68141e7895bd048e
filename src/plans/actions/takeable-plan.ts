import type { ClientRow } from "#clients";
import { Refusal } from "#kernel";
import type { Reader } from "#storage";
import { isOfferedFor, isVisibleTo, type Plan } from "../model/plan.ts";
import { planOfRow } from "../model/stored-plan.ts";
import { findPlan } from "../store/plans.ts";

/**
 * A plan on which a client can come for an API. A plan that is retired, offered for other APIs or private to other
 * organisations is refused in the words for one that is not there, so that nobody learns of it.
 */
export async function takeablePlan(
  read: Reader,
  plan: string,
  { client, api }: { readonly client: ClientRow; readonly api: string },
): Promise<Plan> {
  const row = await findPlan(read, plan);
  const found = row === undefined || row.retired_at !== null ? undefined : planOfRow(row);
  if (found !== undefined && isOfferedFor(found, api) && isVisibleTo(found, [client.organisation])) return found;
  throw new Refusal(
    "invalid",
    "plan.not-offered",
    `No plan named "${plan}" is offered to ${client.client} for the API ${api}, so nothing was changed. GET /api/v1/plans?api=${api} lists those that are.`,
    { faults: [{ pointer: "/plan", detail: `must be a plan that is offered to ${client.client} for ${api}` }] },
  );
}
