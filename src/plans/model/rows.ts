/** The module's tables as they are stored: instants in epoch ms, lists as JSON, limits and prices as people write them. */
export interface PlansRows {
  plans_plans: PlanRow;
  plans_subscriptions: SubscriptionRow;
  plans_subscription_events: SubscriptionEventRow;
  plans_quota_notices: QuotaNoticeRow;
}

/** A plan. Null: not limited, free, for all APIs. `revision` rises with each change, from 1. */
export interface PlanRow {
  plan: string;
  title: string;
  description: string;
  apis: string | null;
  rate_limit: string | null;
  burst: number | null;
  quota: string | null;
  price: string | null;
  access: string;
  visibility: string;
  organisations: string;
  operations: string;
  zone: string;
  created_at: number;
  /** Since when it is offered to nobody new. */
  retired_at: number | null;
  revision: number;
  /** The configuration text that owns it; null: nobody's text. */
  managed_by: string | null;
}

/** The facts of a subscription; its state is derived from them. Each instant is null until it happened. */
export interface SubscriptionRow {
  id: string;
  client_id: string;
  api: string;
  /** The plan until `next_from`. */
  plan: string;
  requested_at: number;
  requested_by: string;
  requested_side: string;
  approved_at: number | null;
  /** Since when it is suspended; null again when resumed. */
  suspended_at: number | null;
  ended_at: number | null;
  /** The plan from `next_from` on. */
  next_plan: string | null;
  next_from: number | null;
  /** Another plan that was asked for and not decided: from at once, or from the next period. */
  wanted_plan: string | null;
  wanted_at: number | null;
  wanted_from: string | null;
  /** What was said at the last event. */
  reason: string;
  revision: number;
  managed_by: string | null;
}

/** One thing that happened to a subscription: never changed, never removed. */
export interface SubscriptionEventRow {
  subscription: string;
  /** From 1, without gaps. */
  seq: number;
  at: number;
  /** Name of who did it: a person, a token, or the text of a configuration. */
  by_name: string;
  /** For whom that was: the provider, or the client's organisation, which learns no names of the provider's people. */
  by_side: string;
  what: string;
  /** The plan that it is about, and from when. */
  plan: string | null;
  plan_from: number | null;
  reason: string;
}

/** That a subscription reached a share of its quota in a period: once, whatever the plan becomes. */
export interface QuotaNoticeRow {
  subscription: string;
  period_start: number;
  /** In percent: one of `QUOTA_THRESHOLDS`. */
  threshold: number;
  period_end: number;
  /** 0: passed on the way to a higher one that was told instead. */
  told: number;
  at: number;
}
