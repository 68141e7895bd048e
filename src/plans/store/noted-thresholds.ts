import type { Reader, Tx } from "#storage";
import type { PlansRows, QuotaNoticeRow } from "../model/rows.ts";

/** What was noted of a subscription in a period: thresholds in percent, rising. */
export async function notedThresholds(read: Reader, subscription: string, periodStart: number): Promise<number[]> {
  const rows = await read
    .tables<PlansRows>()
    .selectFrom("plans_quota_notices")
    .select("plans_quota_notices.threshold")
    .where("plans_quota_notices.subscription", "=", subscription)
    .where("plans_quota_notices.period_start", "=", periodStart)
    .orderBy("plans_quota_notices.threshold")
    .execute();
  return rows.map(({ threshold }) => threshold);
}

/** The highest threshold that was noted in a period. */
export interface HighestNoted {
  readonly subscription: string;
  readonly from: number;
  /** In percent. */
  readonly threshold: number;
}

/** Of all subscriptions, in the periods that are not over at `now`: one for each subscription and period. */
export async function highestNoted(read: Reader, now: number): Promise<HighestNoted[]> {
  return read
    .tables<PlansRows>()
    .selectFrom("plans_quota_notices")
    .select((row) => [
      "plans_quota_notices.subscription",
      "plans_quota_notices.period_start as from",
      row.fn.max("plans_quota_notices.threshold").as("threshold"),
    ])
    .where("plans_quota_notices.period_end", ">", now)
    .groupBy(["plans_quota_notices.subscription", "plans_quota_notices.period_start"])
    .orderBy("plans_quota_notices.subscription")
    .orderBy("plans_quota_notices.period_start")
    .execute();
}

/** Notes what is new, and forgets what was noted of the subscription in periods that are over at `now`: few rows stay. */
export async function noteThresholds(tx: Tx, rows: readonly QuotaNoticeRow[], now: number): Promise<void> {
  const ids = [...new Set(rows.map(({ subscription }) => subscription))];
  if (ids.length === 0) return;
  await tx
    .tables<PlansRows>()
    .deleteFrom("plans_quota_notices")
    .where("plans_quota_notices.subscription", "in", ids)
    .where("plans_quota_notices.period_end", "<=", now)
    .execute();
  await tx.tables<PlansRows>().insertInto("plans_quota_notices").values(rows).execute();
}
