import type { Plan } from "./plan.ts";
import { chargePeriodOf } from "./price.ts";
import { costIn, exactOf, type PriceStretch, stretchesOf } from "./price-stretches.ts";
import { type Period, perCommonTime } from "./quota.ts";

/** How the costs of one plan stand to those of another, at each number of requests that both allow. */
export type PriceOrder = "same" | "dearer" | "cheaper" | "crossing" | "unknown";

/** A plan with its price made ready to be compared with many. */
export interface PricedPlan {
  readonly plan: Plan;
  readonly stretches: readonly PriceStretch[];
  /** The fees of one stretch of time that all periods divide. */
  readonly fees: bigint;
}

/** Makes the price of a plan ready to be compared. */
export function pricedPlan(plan: Plan): PricedPlan {
  const flat = plan.price?.flat;
  const fees = flat ? exactOf(flat.amount) * BigInt(perCommonTime(flat.period)) : 0n;
  return { plan, stretches: stretchesOf(plan.price), fees };
}

/**
 * "dearer": never costs less, and somewhere more. "crossing": it depends on the number of requests. "unknown": two
 * currencies, or prices for requests by periods of different length. Exact.
 */
export function priceOrderOf(one: PricedPlan, other: PricedPlan): PriceOrder {
  const [mine, others] = [one.plan.price, other.plan.price];
  if (mine !== null && others !== null && mine.currency !== others.currency) return "unknown";
  const priced = mine?.usage ? mine : others?.usage ? others : null;
  if (priced === null) return orderOf(one.fees > other.fees, one.fees < other.fees);
  const period = chargePeriodOf(priced);
  if ([mine, others].some((price) => price !== null && chargePeriodOf(price) !== period)) return "unknown";
  return orderUpTo(Math.min(allowedOf(one, period), allowedOf(other, period)), one.stretches, other.stretches);
}

/** Requests of a charge period that the quota allows, where it has the same period. */
function allowedOf({ plan: { quota } }: PricedPlan, period: Period): number {
  return quota?.period === period ? quota.requests : Infinity;
}

/** Both are straight between the ends of all their stretches, so the differences at those say all. */
function orderUpTo(most: number, ones: readonly PriceStretch[], others: readonly PriceStretch[]): PriceOrder {
  let [isMore, isLess] = [false, false];
  let [from, onesAt, othersAt] = [0, 0, 0];
  for (;;) {
    const [one, other] = [ones[onesAt], others[othersAt]];
    if (one === undefined || other === undefined || from > most || (isMore && isLess)) return orderOf(isMore, isLess);
    const to = Math.min(one.to, other.to, most);
    const first = costIn(one, from) - costIn(other, from);
    // Without an end, what a further request adds decides.
    const last = to === Infinity ? one.each - other.each : costIn(one, to) - costIn(other, to);
    isMore ||= first > 0n || last > 0n;
    isLess ||= first < 0n || last < 0n;
    if (one.to === to) onesAt++;
    if (other.to === to) othersAt++;
    from = to + 1;
  }
}

function orderOf(isMore: boolean, isLess: boolean): PriceOrder {
  if (isMore && isLess) return "crossing";
  if (isMore) return "dearer";
  return isLess ? "cheaper" : "same";
}
