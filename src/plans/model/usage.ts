import { DAY_MS, type Interval } from "#kernel";

/** Shares of a quota, in percent, at which a client is told of it. */
export const QUOTA_THRESHOLDS = [50, 80, 90, 100, 120] as const;

/** One of them. */
export type QuotaThreshold = (typeof QUOTA_THRESHOLDS)[number];

/** What is known of a client's use: whole numbers of metered requests, instants in epoch ms. */
export interface UsageFacts {
  /** Null: no quota. */
  readonly quota: number | null;
  readonly period: Interval;
  readonly used: number;
  /** In the 24 hours before `now`. */
  readonly lastDay: number;
  /** In the period; its end when the period is over. */
  readonly now: number;
}

/** Where a client stands in a period. */
export interface QuotaState {
  readonly used: number;
  readonly quota: number | null;
  /** used ÷ quota in parts per million, rounded down; null without a quota. */
  readonly sharePpm: number | null;
  /** At the end of the period, at the pace of the last 24 hours. */
  readonly projected: number;
  /** When the quota is gone at that pace: null when it is gone already, not within the period, or there is none. */
  readonly usedUpAt: number | null;
  /** Thresholds that were reached, rising. */
  readonly reached: readonly QuotaThreshold[];
}

/** Where a client stands, and where the pace of the last 24 hours leads. Exact; projections round to the nearest request. */
export function quotaStateOf({ quota, period, used, lastDay, now }: UsageFacts): QuotaState {
  const left = Math.max(0, period.to - now);
  const more = (BigInt(lastDay) * BigInt(left) + BigInt(DAY_MS / 2)) / BigInt(DAY_MS);
  return {
    used,
    quota,
    sharePpm: quota === null ? null : Number((BigInt(used) * 1_000_000n) / BigInt(quota)),
    projected: used + Number(more),
    usedUpAt: usedUpAt({ quota, period, used, lastDay, now }),
    reached: quota === null ? [] : reachedThresholds(used, quota),
  };
}

/** The thresholds that so many requests reach: exactly at the share counts as reached. */
export function reachedThresholds(used: number, quota: number): QuotaThreshold[] {
  return QUOTA_THRESHOLDS.filter((percent) => BigInt(used) * 100n >= BigInt(quota) * BigInt(percent));
}

function usedUpAt({ quota, period, used, lastDay, now }: UsageFacts): number | null {
  if (quota === null || used >= quota || lastDay === 0) return null;
  const needed = (BigInt(quota - used) * BigInt(DAY_MS) + BigInt(lastDay - 1)) / BigInt(lastDay);
  const at = now + Number(needed);
  return at < period.to ? at : null;
}
