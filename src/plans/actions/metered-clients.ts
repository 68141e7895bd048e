import { clientsAmong, namesAmong } from "#clients";
import type { Reader } from "#storage";
import type { Plan } from "../model/plan.ts";
import { planOfRow } from "../model/stored-plan.ts";
import { factsOf } from "../model/subscription-facts.ts";
import { planAt } from "../model/subscription.ts";
import { allPlans } from "../store/plans.ts";
import { type SubscriptionPlace, subscriptionsAfter } from "../store/subscriptions-after.ts";
import { clientsAsked } from "./clients-asked.ts";

/** A client with a plan for an API, and the names under which its requests are counted. */
export interface MeteredClient {
  readonly place: SubscriptionPlace;
  readonly clientId: string;
  readonly client: string;
  readonly organisation: string;
  readonly names: readonly string[];
  readonly plan: Plan;
  /** Of the approval: nothing is charged before. */
  readonly since: number;
}

/** Whose use is asked for. */
export interface MeteredAsked {
  readonly api: string;
  readonly client: string | undefined;
  readonly within: readonly string[] | null;
  readonly now: number;
}

/** Clients whose subscription for an API is in use, also while it is suspended; newest first, of those that are seen. */
export async function meteredClients(
  read: Reader,
  { api, client, within, now }: MeteredAsked,
  { after, limit }: { readonly after: SubscriptionPlace | undefined; readonly limit: number },
): Promise<MeteredClient[]> {
  const clientIds = await clientsAsked(read, client, within);
  const rows = await subscriptionsAfter(read, { api, clientIds, inUse: true, now }, { after, limit });
  const ids = rows.map(({ client_id: id }) => id);
  const [clients, names] = [await clientsAmong(read, ids), await namesAmong(read, ids)];
  const plans = new Map((await allPlans(read)).map((row) => [row.plan, planOfRow(row)]));
  return rows.flatMap((row) => {
    const owner = clients.get(row.client_id);
    const plan = plans.get(planAt(factsOf(row), now));
    if (owner === undefined || plan === undefined) return [];
    const place = { requestedAt: row.requested_at, id: row.id };
    const { client: name, organisation } = owner;
    const known = names.get(row.client_id) ?? [];
    const since = row.approved_at ?? row.requested_at;
    return [{ place, clientId: row.client_id, client: name, organisation, names: known, plan, since }];
  });
}
