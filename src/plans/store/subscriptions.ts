import type { Reader, Tx } from "#storage";
import type { PlansRows, SubscriptionEventRow, SubscriptionRow } from "../model/rows.ts";

export async function findSubscription(read: Reader, id: string): Promise<SubscriptionRow | undefined> {
  return read
    .tables<PlansRows>()
    .selectFrom("plans_subscriptions")
    .selectAll()
    .where("plans_subscriptions.id", "=", id)
    .executeTakeFirst();
}

/** The one that is not ended. */
export async function findLiveSubscription(
  read: Reader,
  clientId: string,
  api: string,
): Promise<SubscriptionRow | undefined> {
  return read
    .tables<PlansRows>()
    .selectFrom("plans_subscriptions")
    .selectAll()
    .where("plans_subscriptions.client_id", "=", clientId)
    .where("plans_subscriptions.api", "=", api)
    .where("plans_subscriptions.ended_at", "is", null)
    .executeTakeFirst();
}

/** All that are not ended, by client and API. */
export async function liveSubscriptions(read: Reader): Promise<SubscriptionRow[]> {
  return read
    .tables<PlansRows>()
    .selectFrom("plans_subscriptions")
    .selectAll()
    .where("plans_subscriptions.ended_at", "is", null)
    .orderBy("plans_subscriptions.client_id")
    .orderBy("plans_subscriptions.api")
    .execute();
}

/** Each client and API between which a subscription has ended; there may be a live one too. */
export async function endedPairs(read: Reader): Promise<Pick<SubscriptionRow, "client_id" | "api">[]> {
  return read
    .tables<PlansRows>()
    .selectFrom("plans_subscriptions")
    .select(["plans_subscriptions.client_id", "plans_subscriptions.api"])
    .distinct()
    .where("plans_subscriptions.ended_at", "is not", null)
    .execute();
}

/** Those of a client that are not ended, by API. */
export async function liveSubscriptionsOf(read: Reader, clientId: string): Promise<SubscriptionRow[]> {
  return read
    .tables<PlansRows>()
    .selectFrom("plans_subscriptions")
    .selectAll()
    .where("plans_subscriptions.client_id", "=", clientId)
    .where("plans_subscriptions.ended_at", "is", null)
    .orderBy("plans_subscriptions.api")
    .execute();
}

/** Live and ended ones of a client. */
export async function countSubscriptions(read: Reader, clientId: string): Promise<number> {
  const { n } = await read
    .tables<PlansRows>()
    .selectFrom("plans_subscriptions")
    .select((row) => row.fn.countAll<number>().as("n"))
    .where("plans_subscriptions.client_id", "=", clientId)
    .executeTakeFirstOrThrow();
  return n;
}

export async function insertSubscription(tx: Tx, row: SubscriptionRow): Promise<void> {
  await tx.tables<PlansRows>().insertInto("plans_subscriptions").values(row).execute();
}

export async function updateSubscription(tx: Tx, { id, ...row }: SubscriptionRow): Promise<void> {
  await tx
    .tables<PlansRows>()
    .updateTable("plans_subscriptions")
    .set(row)
    .where("plans_subscriptions.id", "=", id)
    .execute();
}

/** From now on no configuration text owns the live subscriptions of a client, so that people change them. */
export async function releaseSubscriptions(tx: Tx, clientId: string): Promise<void> {
  await tx
    .tables<PlansRows>()
    .updateTable("plans_subscriptions")
    .set((row) => ({ managed_by: null, revision: row("plans_subscriptions.revision", "+", 1) }))
    .where("plans_subscriptions.client_id", "=", clientId)
    .where("plans_subscriptions.ended_at", "is", null)
    .where("plans_subscriptions.managed_by", "is not", null)
    .execute();
}

export async function insertEvent(tx: Tx, row: SubscriptionEventRow): Promise<void> {
  await tx.tables<PlansRows>().insertInto("plans_subscription_events").values(row).execute();
}

/** The number of the last event; 0 when there is none. */
export async function lastEvent(read: Reader, subscription: string): Promise<number> {
  const { last } = await read
    .tables<PlansRows>()
    .selectFrom("plans_subscription_events")
    .select((row) => row.fn.max("plans_subscription_events.seq").as("last"))
    .where("plans_subscription_events.subscription", "=", subscription)
    .executeTakeFirstOrThrow();
  return last ?? 0;
}

/** What happened to a subscription, newest first. */
export async function eventsOf(read: Reader, subscription: string, limit: number): Promise<SubscriptionEventRow[]> {
  return read
    .tables<PlansRows>()
    .selectFrom("plans_subscription_events")
    .selectAll()
    .where("plans_subscription_events.subscription", "=", subscription)
    .orderBy("plans_subscription_events.seq", "desc")
    .limit(limit)
    .execute();
}

/** A plan has another name from now on, in all that was and is. */
export async function movePlan(tx: Tx, from: string, to: string): Promise<void> {
  const db = tx.tables<PlansRows>();
  for (const column of ["plan", "next_plan", "wanted_plan"] as const) {
    await db
      .updateTable("plans_subscriptions")
      .set({ [column]: to })
      .where(`plans_subscriptions.${column}`, "=", from)
      .execute();
  }
  await db
    .updateTable("plans_subscription_events")
    .set({ plan: to })
    .where("plans_subscription_events.plan", "=", from)
    .execute();
}
