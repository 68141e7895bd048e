import type { Reader } from "#storage";
import { factsOf } from "../model/subscription-facts.ts";
import { planAt, type SubscriptionState, subscriptionState } from "../model/subscription.ts";
import { liveAmong } from "../store/subscriptions-after.ts";

/** The plan of a client for an API. */
export interface ClientsPlan {
  readonly plan: string;
  readonly state: SubscriptionState;
}

/** By client's id the plan for an API at `now`, epoch ms; who has none is left out. For a page of clients. */
export async function plansOfClients(
  read: Reader,
  clientIds: readonly string[],
  { api, now }: { readonly api: string; readonly now: number },
): Promise<Map<string, ClientsPlan>> {
  const rows = await liveAmong(read, api, clientIds);
  return new Map(
    rows.map((row) => {
      const facts = factsOf(row);
      return [row.client_id, { plan: planAt(facts, now), state: subscriptionState(facts) }];
    }),
  );
}
