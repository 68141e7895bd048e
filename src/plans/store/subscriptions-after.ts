import type { ExpressionBuilder } from "kysely";
import type { Reader } from "#storage";
import type { PlansRows, SubscriptionRow } from "../model/rows.ts";
import type { SubscriptionState } from "../model/subscription.ts";

/** Which subscriptions a list asks for. */
export interface SubscriptionFilter {
  readonly state?: SubscriptionState | undefined;
  /** Those on which somebody has to decide. */
  readonly waiting?: boolean | undefined;
  /** Those that are approved and not ended. */
  readonly inUse?: boolean | undefined;
  readonly api?: string | undefined;
  /** On it at `now`. */
  readonly plan?: string | undefined;
  /** Only those of these clients. */
  readonly clientIds?: readonly string[] | undefined;
  /** Epoch ms. */
  readonly now: number;
}

/** Where a page begins: behind this one. */
export interface SubscriptionPlace {
  readonly requestedAt: number;
  readonly id: string;
}

/** Newest requests first; of one instant by id. */
export async function subscriptionsAfter(
  read: Reader,
  filter: SubscriptionFilter,
  { after, limit }: { readonly after: SubscriptionPlace | undefined; readonly limit: number },
): Promise<SubscriptionRow[]> {
  if (filter.clientIds?.length === 0) return [];
  let query = read
    .tables<PlansRows>()
    .selectFrom("plans_subscriptions")
    .selectAll()
    .where((row) => row.and(conditionsOf(row, filter)))
    .orderBy("plans_subscriptions.requested_at", "desc")
    .orderBy("plans_subscriptions.id", "desc")
    .limit(limit);
  if (after !== undefined) {
    query = query.where((row) =>
      row.or([
        row("plans_subscriptions.requested_at", "<", after.requestedAt),
        row.and([
          row("plans_subscriptions.requested_at", "=", after.requestedAt),
          row("plans_subscriptions.id", "<", after.id),
        ]),
      ]),
    );
  }
  return query.execute();
}

/** Ids of the clients with a live subscription for an API: on a plan at `now`, epoch ms, or on any. A query, not its answer. */
export function clientIdsOn(read: Reader, { api, plan, now }: { api: string; plan: string | undefined; now: number }) {
  return read
    .tables<PlansRows>()
    .selectFrom("plans_subscriptions")
    .select("plans_subscriptions.client_id")
    .where("plans_subscriptions.api", "=", api)
    .where("plans_subscriptions.ended_at", "is", null)
    .where((row) => row.and(plan === undefined ? [] : [isOn(row, plan, now)]));
}

/** The live subscriptions of clients for an API: one each at most. */
export async function liveAmong(read: Reader, api: string, clientIds: readonly string[]): Promise<SubscriptionRow[]> {
  if (clientIds.length === 0) return [];
  return read
    .tables<PlansRows>()
    .selectFrom("plans_subscriptions")
    .selectAll()
    .where("plans_subscriptions.api", "=", api)
    .where("plans_subscriptions.client_id", "in", clientIds)
    .where("plans_subscriptions.ended_at", "is", null)
    .execute();
}

type Row = ExpressionBuilder<PlansRows, "plans_subscriptions">;

function conditionsOf(row: Row, { state, waiting, inUse, api, plan, clientIds, now }: SubscriptionFilter) {
  return [
    ...(state === undefined ? [] : [isIn(row, state)]),
    ...(waiting === true ? [isWaiting(row)] : []),
    ...(inUse === true ? [isInUse(row)] : []),
    ...(api === undefined ? [] : [row("plans_subscriptions.api", "=", api)]),
    ...(plan === undefined ? [] : [isOn(row, plan, now)]),
    ...(clientIds === undefined ? [] : [row("plans_subscriptions.client_id", "in", clientIds)]),
  ];
}

/** The same as `subscriptionState` of the facts. */
function isIn(row: Row, state: SubscriptionState) {
  if (state === "ended") return row("plans_subscriptions.ended_at", "is not", null);
  const isLive = row("plans_subscriptions.ended_at", "is", null);
  if (state === "requested") return row.and([isLive, row("plans_subscriptions.approved_at", "is", null)]);
  const isHeld = row("plans_subscriptions.suspended_at", state === "active" ? "is" : "is not", null);
  return row.and([isLive, row("plans_subscriptions.approved_at", "is not", null), isHeld]);
}

/** The same as `needsApproval` of the facts. */
function isWaiting(row: Row) {
  const isOpen = row.or([
    row("plans_subscriptions.approved_at", "is", null),
    row("plans_subscriptions.wanted_plan", "is not", null),
  ]);
  return row.and([row("plans_subscriptions.ended_at", "is", null), isOpen]);
}

function isInUse(row: Row) {
  return row.and([
    row("plans_subscriptions.ended_at", "is", null),
    row("plans_subscriptions.approved_at", "is not", null),
  ]);
}

/** The same as `planAt` of the facts. */
function isOn(row: Row, plan: string, now: number) {
  const isChanged = row("plans_subscriptions.next_from", "<=", now);
  const isStill = row.or([
    row("plans_subscriptions.next_from", "is", null),
    row("plans_subscriptions.next_from", ">", now),
  ]);
  return row.or([
    row.and([isStill, row("plans_subscriptions.plan", "=", plan)]),
    row.and([isChanged, row("plans_subscriptions.next_plan", "=", plan)]),
  ]);
}
