import { invariant, Refusal } from "#kernel";
import type { Tx } from "#storage";
import { decideSubscription, type SubscriptionCommand, type SubscriptionEvent } from "../model/decide-subscription.ts";
import { planPeriod } from "../model/plan-period.ts";
import { quotaPeriodOf } from "../model/quota.ts";
import type { SubscriptionRow } from "../model/rows.ts";
import { planOfRow } from "../model/stored-plan.ts";
import { factColumns, factsOf } from "../model/subscription-facts.ts";
import { planAt } from "../model/subscription.ts";
import { refusedText } from "../model/words.ts";
import { findPlan } from "../store/plans.ts";
import { insertEvent, lastEvent, updateSubscription } from "../store/subscriptions.ts";

/** Of one subscription; the provider can act for longer, so that nobody fills a history to escape. */
const EVENTS_MAX = { organisation: 500, provider: 5_000 };

/** Who does something to a subscription, when, and why. */
export interface Doing {
  readonly now: number;
  readonly by: string;
  readonly side: "provider" | "organisation";
  readonly reason: string;
}

/**
 * Does what a command says, if its state allows, and remembers who and why. The row afterwards. Refuses with
 * `subscription.state` what the state does not allow, and more events than are kept.
 */
export async function changeSubscription(
  tx: Tx,
  row: SubscriptionRow,
  { command, doing }: { readonly command: SubscriptionCommand; readonly doing: Doing },
): Promise<SubscriptionRow> {
  const facts = factsOf(row);
  const moment = { now: doing.now, periodEnd: await periodEndOf(tx, planAt(facts, doing.now), doing.now) };
  const decision = decideSubscription(facts, command, moment);
  if ("refused" in decision) {
    const { refused, state } = decision;
    throw new Refusal("conflict", `subscription.${refused}`, refusedText(command.verb, refused, state), { state });
  }
  const after = { ...row, ...factColumns(decision.facts), reason: doing.reason, revision: row.revision + 1 };
  await updateSubscription(tx, after);
  await rememberEvent(tx, row.id, { ...doing, what: decision.event, plan: decision.plan, planFrom: decision.planFrom });
  return after;
}

/** What is remembered of one event. */
interface Remembered extends Doing {
  readonly what: SubscriptionEvent;
  readonly plan: string | null;
  readonly planFrom: number | null;
}

/** Adds to the history of a subscription. Refuses more events than are kept. */
export async function rememberEvent(tx: Tx, subscription: string, event: Remembered): Promise<void> {
  const last = await lastEvent(tx, subscription);
  if (last >= EVENTS_MAX[event.side]) throw tooMany(EVENTS_MAX[event.side]);
  await insertEvent(tx, {
    subscription,
    seq: last + 1,
    at: event.now,
    by_name: event.by,
    by_side: event.side,
    what: event.what,
    plan: event.plan,
    plan_from: event.planFrom,
    reason: event.reason,
  });
}

/** When the present period of a plan ends: that of its quota, else of its price, else the month. */
async function periodEndOf(tx: Tx, name: string, now: number): Promise<number> {
  const row = await findPlan(tx, name);
  invariant(row !== undefined, "a plan that is named by a subscription is retired, never deleted");
  const plan = planOfRow(row);
  return quotaPeriodOf(planPeriod(plan), plan.zone, now).to;
}

function tooMany(max: number): Refusal {
  return new Refusal(
    "limit",
    "subscription.too-many-events",
    `So much happened to this subscription (${max} events) that nothing more is taken. End it and begin a new one, or ask the provider.`,
    { max },
  );
}
