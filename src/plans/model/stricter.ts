import { isOfferedFor, type Plan } from "./plan.ts";
import { perCommonTime, type Quota, quotaText } from "./quota.ts";
import { burstOf, type RateLimit, rateLimitText } from "./rate-limit.ts";

/** One limit in which a plan allows less than another. Texts as people write them; "none" where there is no limit. */
export interface Stricter {
  readonly limit: "rate limit" | "burst" | "quota" | "operations" | "APIs";
  readonly mine: string;
  readonly others: string;
}

/** All limits in which `one` is stricter than `other`; empty when it allows at least as much everywhere. */
export function stricterIn(one: Plan, other: Plan): Stricter[] {
  const found: Stricter[] = [];
  if (isLowerRate(one.rateLimit, other.rateLimit)) {
    found.push({ limit: "rate limit", mine: rateOf(one), others: rateOf(other) });
  }
  if (burstNumber(one) < burstNumber(other)) {
    found.push({ limit: "burst", mine: burstTextOf(one), others: burstTextOf(other) });
  }
  if (isLowerQuota(one.quota, other.quota)) found.push({ limit: "quota", mine: quotaOf(one), others: quotaOf(other) });
  if (lacksOperations(one, other)) {
    found.push({ limit: "operations", mine: operationsOf(one), others: operationsOf(other) });
  }
  if (lacksApis(one, other)) found.push({ limit: "APIs", mine: apisOf(one), others: apisOf(other) });
  return found;
}

function isLowerRate(one: RateLimit | null, other: RateLimit | null): boolean {
  if (one === null) return false;
  return other === null || one.requests * other.perMs < other.requests * one.perMs;
}

function isLowerQuota(one: Quota | null, other: Quota | null): boolean {
  if (one === null) return false;
  return other === null || one.requests * perCommonTime(one.period) < other.requests * perCommonTime(other.period);
}

function burstNumber({ rateLimit, burst }: Plan): number {
  return rateLimit === null ? Infinity : burstOf(rateLimit, burst);
}

function lacksOperations(one: Plan, other: Plan): boolean {
  if (one.operations.length === 0) return false;
  return other.operations.length === 0 || other.operations.some((name) => !one.operations.includes(name));
}

function lacksApis(one: Plan, other: Plan): boolean {
  if (one.apis === null) return false;
  return other.apis === null || other.apis.some((api) => !isOfferedFor(one, api));
}

function rateOf({ rateLimit }: Plan): string {
  return rateLimit === null ? "none" : rateLimitText(rateLimit);
}

function quotaOf({ quota }: Plan): string {
  return quota === null ? "none" : quotaText(quota);
}

function burstTextOf(plan: Plan): string {
  return plan.rateLimit === null ? "none" : String(burstNumber(plan));
}

function operationsOf({ operations }: Plan): string {
  return operations.length === 0 ? "all" : String(operations.length);
}

function apisOf({ apis }: Plan): string {
  return apis === null ? "all" : String(apis.length);
}
