import type { z } from "zod";
import type { ClientRow } from "#clients";
import { invariant, isoText, isoTextOrNull } from "#kernel";
import type { subscriptionSchema, subscriptionWithHistorySchema } from "../contract.ts";
import type { SubscriptionEventRow, SubscriptionRow } from "../model/rows.ts";
import { factsOf } from "../model/subscription-facts.ts";
import { planAt, subscriptionState } from "../model/subscription.ts";

/** Whose eyes, and when. `within` null: the provider's. */
export interface SubscriptionSeen {
  readonly within: readonly string[] | null;
  readonly now: number;
  readonly client: ClientRow | undefined;
}

/** What a developer reads in the place of a name of the provider's people. */
const PROVIDER = "provider";

/** A subscription as the asker may see it. */
export function subscriptionView(
  row: SubscriptionRow,
  { within, now, client }: SubscriptionSeen,
): z.input<typeof subscriptionSchema> {
  invariant(client !== undefined, "clients are retired, never removed");
  const facts = factsOf(row);
  const { next, wanted } = facts;
  return {
    id: row.id,
    client: client.client,
    organisation: client.organisation,
    api: row.api,
    plan: planAt(facts, now),
    state: subscriptionState(facts),
    requestedAt: isoText(row.requested_at),
    requestedBy: nameOf(row.requested_by, row.requested_side, within),
    approvedAt: isoTextOrNull(row.approved_at),
    suspendedAt: isoTextOrNull(row.suspended_at),
    endedAt: isoTextOrNull(row.ended_at),
    next: next === null || next.from <= now ? null : { plan: next.plan, from: isoText(next.from) },
    wanted: wanted === null ? null : { ...wanted, at: isoText(wanted.at) },
    reason: row.reason,
    revision: row.revision,
    isManaged: row.managed_by !== null,
    managedBy: within === null ? row.managed_by : null,
  };
}

/** The same with what happened, newest first. */
export function withHistory(
  row: SubscriptionRow,
  events: readonly SubscriptionEventRow[],
  seen: SubscriptionSeen,
): z.input<typeof subscriptionWithHistorySchema> {
  const history = events.map(({ at, by_name: name, by_side: side, what, plan, plan_from: planFrom, reason }) => ({
    at: isoText(at),
    by: nameOf(name, side, seen.within),
    what,
    plan,
    planFrom: isoTextOrNull(planFrom),
    reason,
  }));
  return { ...subscriptionView(row, seen), history };
}

function nameOf(name: string, side: string, within: readonly string[] | null): string {
  return within === null || side === "organisation" ? name : PROVIDER;
}
