import { findClient } from "#clients";
import { Refusal } from "#kernel";
import type { Reader } from "#storage";
import type { SubscriptionRow } from "../model/rows.ts";
import { findSubscription } from "../store/subscriptions.ts";

/** The subscription of this id, or a refusal. */
export async function existingSubscription(read: Reader, id: string): Promise<SubscriptionRow> {
  const row = await findSubscription(read, id);
  if (row !== undefined) return row;
  throw new Refusal(
    "not-found",
    "subscription.not-found",
    "There is no such subscription. GET /api/v1/subscriptions lists those that are there.",
    { subscription: id },
  );
}

/** To whom a subscription belongs: the organisation of its client, for the `owner` of an action. */
export async function ownerOfSubscription(
  { subscription }: { readonly subscription: string },
  read: Reader,
): Promise<string | undefined> {
  const row = await findSubscription(read, subscription);
  return row && (await findClient(read, row.client_id))?.organisation;
}
