import { type Interval, SECOND_MS } from "#kernel";
import type { SnapshotPlan } from "./snapshot.ts";

/** Where a client stands with its limits after a request; null: the plan has no such limit. */
export interface Standing {
  readonly rate: { readonly free: number; readonly waitMs: number } | null;
  readonly quota: { readonly left: number; readonly period: Interval } | null;
  /** Epoch ms. */
  readonly now: number;
}

/**
 * What a client is told of its limits, flat: `RateLimit-Policy` and `RateLimit` as of the draft "RateLimit header fields
 * for HTTP" (revision 11), and X-RateLimit-* for old clients, which tell the limit that has less left.
 */
export function limitHeaders(plan: Pick<SnapshotPlan, "rateLimit" | "quota">, standing: Standing): string[] {
  const { rate, quota, now } = standing;
  let policy = "";
  let state = "";
  if (plan.rateLimit !== null && rate !== null) {
    const { requests, perMs } = plan.rateLimit;
    policy = `"rate";q=${requests};w=${perMs / SECOND_MS}`;
    state = `"rate";r=${rate.free};t=${seconds(rate.waitMs)}`;
  }
  if (plan.quota !== null && quota !== null) {
    const { from, to } = quota.period;
    const between = policy === "" ? "" : ", ";
    policy += `${between}"quota";q=${plan.quota.requests};w=${seconds(to - from)}`;
    state += `${between}"quota";r=${quota.left};t=${seconds(to - now)}`;
  }
  if (policy === "") return [];
  return ["RateLimit-Policy", policy, "RateLimit", state, ...oldHeaders(plan, standing)];
}

/** When to try again: whole seconds, one at least. */
export function retryAfter(waitMs: number): string {
  return String(Math.max(1, seconds(waitMs)));
}

function oldHeaders({ rateLimit, quota: allowed }: Parameters<typeof limitHeaders>[0], standing: Standing): string[] {
  const { rate, quota, now } = standing;
  const isRate = rate !== null && (quota === null || rate.free <= quota.left);
  const limit = isRate ? rateLimit?.requests : allowed?.requests;
  const left = isRate ? rate.free : (quota?.left ?? 0);
  const reset = isRate ? rate.waitMs : (quota?.period.to ?? now) - now;
  return [
    "X-RateLimit-Limit",
    String(limit ?? 0),
    "X-RateLimit-Remaining",
    String(left),
    "X-RateLimit-Reset",
    String(seconds(reset)),
  ];
}

function seconds(ms: number): number {
  return Math.ceil(ms / SECOND_MS);
}
