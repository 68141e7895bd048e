import type { Interval } from "#kernel";
import type { Quota } from "./quota.ts";
import { type QuotaThreshold, reachedThresholds } from "./usage.ts";

/** That a client has reached a share of its quota: what its organisation and the provider are told. */
export interface QuotaReached {
  readonly subscription: string;
  readonly client: string;
  readonly organisation: string;
  readonly api: string;
  /** What people call the API. */
  readonly title: string;
  readonly plan: string;
  /** In percent. */
  readonly threshold: QuotaThreshold;
  readonly used: number;
  readonly quota: Quota;
  /** By the calendar of `zone`. */
  readonly period: Interval;
  readonly zone: string;
  /** When it was seen, epoch ms. */
  readonly at: number;
}

/** What is new about the use of a quota. */
export interface QuotaDecision {
  /** Thresholds to be noted, rising. */
  readonly fresh: readonly QuotaThreshold[];
  /** The highest of them; the lower ones were passed on the way, and nobody is told. Absent: there is nothing to tell. */
  readonly tell: QuotaThreshold | undefined;
}

/** Decides it by what was noted in the period: each threshold once, also when a larger quota takes the share down again. */
export function decideQuotaNotice(used: number, quota: number, noted: readonly number[]): QuotaDecision {
  const fresh = reachedThresholds(used, quota).filter((each) => !noted.includes(each));
  const highest = fresh.at(-1);
  const isHigher = highest !== undefined && noted.every((each) => each < highest);
  return { fresh, tell: isHigher ? highest : undefined };
}
