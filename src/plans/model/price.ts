import type { Amount } from "#kernel";
import type { Period } from "./quota.ts";

/** A price in requests up to and with `to`; null: all further ones. */
export interface Tier {
  readonly each: Amount;
  readonly to: number | null;
}

/**
 * What requests cost. One tier is a price for each request. `graduated`: each request costs what its own tier says;
 * `volume`: all of a period cost what the tier of their number says.
 */
export interface UsagePrice {
  readonly by: "graduated" | "volume";
  /** At least one; bounds rise, the last has none. */
  readonly tiers: readonly Tier[];
}

/** What a plan costs, in one currency: a fee for a period, a price for requests, or both. */
export interface Price {
  readonly currency: string;
  readonly flat: { readonly amount: Amount; readonly period: Period } | null;
  readonly usage: UsagePrice | null;
}

/** The period whose requests are charged together: that of the flat fee, else a month. */
export function chargePeriodOf(price: Price): Period {
  return price.flat?.period ?? "month";
}
