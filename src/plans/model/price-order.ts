import { exactCharge, exactOf } from "./charge.ts";
import type { Plan } from "./plan.ts";
import { chargePeriodOf, type Price } from "./price.ts";
import { type Period, perCommonTime } from "./quota.ts";

/** How the costs of one plan stand to those of another, at each number of requests that both allow. */
export type PriceOrder = "same" | "dearer" | "cheaper" | "crossing" | "unknown";

/**
 * "dearer": never costs less, and somewhere more. "crossing": it depends on the number of requests. "unknown": two
 * currencies, or prices for requests by periods of different length. Exact: charges are linear between the bounds of
 * tiers, so they are compared at those, beside them, and by what comes after the last.
 */
export function priceOrderOf(one: Plan, other: Plan): PriceOrder {
  if (one.price === null && other.price === null) return "same";
  const currencies = new Set([one.price?.currency, other.price?.currency].filter((each) => each !== undefined));
  if (currencies.size > 1) return "unknown";
  if (!hasUsage(one.price) && !hasUsage(other.price)) return orderOf([feeOf(one.price) - feeOf(other.price)]);
  if (one.price !== null && other.price !== null && chargePeriodOf(one.price) !== chargePeriodOf(other.price)) {
    return "unknown";
  }
  return orderOf(differencesOf(one, other));
}

function differencesOf(one: Plan, other: Plan): bigint[] {
  const differenceAt = (requests: number): bigint => costOf(one.price, requests) - costOf(other.price, requests);
  const priced = one.price ?? other.price;
  const period = priced === null ? "month" : chargePeriodOf(priced);
  const most = Math.min(allowedOf(one, period), allowedOf(other, period));
  const bounds = [one, other]
    .flatMap(({ price }) => price?.usage?.tiers ?? [])
    .flatMap(({ to }) => (to === null ? [] : [to, to + 1]));
  const points = [0, 1, ...bounds].filter((point) => point <= most);
  if (Number.isFinite(most)) return [...points, most].map(differenceAt);
  const last = Math.max(...points);
  // What a further request adds, for ever.
  return [...points.map(differenceAt), differenceAt(last + 1) - differenceAt(last)];
}

/** Requests of a charge period that the quota allows, where it has the same period. */
function allowedOf({ quota }: Plan, period: Period): number {
  return quota?.period === period ? quota.requests : Infinity;
}

function costOf(price: Price | null, requests: number): bigint {
  return price === null ? 0n : exactCharge(price, requests);
}

function feeOf(price: Price | null): bigint {
  return !price?.flat ? 0n : exactOf(price.flat.amount) * BigInt(perCommonTime(price.flat.period));
}

function hasUsage(price: Price | null): boolean {
  return price !== null && price.usage !== null;
}

function orderOf(differences: readonly bigint[]): PriceOrder {
  const isMore = differences.some((difference) => difference > 0n);
  const isLess = differences.some((difference) => difference < 0n);
  if (isMore && isLess) return "crossing";
  if (isMore) return "dearer";
  return isLess ? "cheaper" : "same";
}
