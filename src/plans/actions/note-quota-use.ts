import { findApi } from "#apis";
import { clientsAmong } from "#clients";
import type { Tx } from "#storage";
import { decideQuotaNotice, type QuotaReached } from "../model/quota-notice.ts";
import { quotaPeriodOf } from "../model/quota.ts";
import { planOfRow } from "../model/stored-plan.ts";
import { factsOf } from "../model/subscription-facts.ts";
import { planAt, subscriptionState } from "../model/subscription.ts";
import { findPlan } from "../store/plans.ts";
import { notedThresholds, noteThresholds } from "../store/noted-thresholds.ts";
import { findSubscription } from "../store/subscriptions.ts";

/** How much a subscription used of its quota. */
export interface CountedUse {
  /** Of the subscription. */
  readonly id: string;
  /** Beginning of the period for which it was counted, epoch ms. */
  readonly from: number;
  readonly used: number;
}

/** What is noted of a subscription, and what is to be told now. */
export interface QuotaNoted {
  /** The highest threshold of the period that is noted, in percent; 0: none, or the use does not count now. */
  readonly highest: number;
  readonly reached: QuotaReached | undefined;
}

const NOTHING: QuotaNoted = { highest: 0, reached: undefined };

/**
 * Notes the shares of its quota that a subscription has reached at `now`, and says what is to be told of it, in the same
 * transaction. Nothing is noted when the subscription is not active or has no quota, nor when the use was counted for
 * another period than the one that its plan is in now: the next look has the right one.
 */
export async function noteQuotaUse(tx: Tx, use: CountedUse, now: number): Promise<QuotaNoted> {
  const standing = await standingOf(tx, use, now);
  if (standing === undefined) return NOTHING;
  const { used, quota, period, subscription } = standing;
  const before = await notedThresholds(tx, subscription, period.from);
  const { fresh, tell } = decideQuotaNotice(used, quota.requests, before);
  const noted = { subscription, period_start: period.from, period_end: period.to, at: now };
  const rows = fresh.map((threshold) => ({ ...noted, threshold, told: threshold === tell ? 1 : 0 }));
  await noteThresholds(tx, rows, now);
  const reached = tell === undefined ? undefined : { ...standing, threshold: tell };
  return { highest: Math.max(0, ...before, ...fresh), reached };
}

/** Who has used how much of what; undefined when nothing is to be noted of it. */
async function standingOf(
  tx: Tx,
  { id, from, used }: CountedUse,
  now: number,
): Promise<Omit<QuotaReached, "threshold"> | undefined> {
  const row = await findSubscription(tx, id);
  if (row === undefined || subscriptionState(factsOf(row)) !== "active") return undefined;
  const planRow = await findPlan(tx, planAt(factsOf(row), now));
  const client = (await clientsAmong(tx, [row.client_id])).get(row.client_id);
  if (planRow === undefined || client === undefined) return undefined;
  const { plan, quota, zone } = planOfRow(planRow);
  const period = quota && quotaPeriodOf(quota.period, zone, now);
  if (quota === null || period?.from !== from) return undefined;
  const { client: name, organisation } = client;
  const title = (await findApi(tx, row.api))?.title ?? "";
  const what = { api: row.api, title: title === "" ? row.api : title, plan, used, quota, period, zone, at: now };
  return { subscription: id, client: name, organisation, ...what };
}
