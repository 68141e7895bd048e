import type { Amount } from "#kernel";
import type { Price, UsagePrice } from "./price.ts";

/** Decimals in which sums are kept: no amount has more. */
export const EXACT_DECIMALS = 8;

/** What any number of requests from `from` to `to` costs in all: `fixed` + number × `each`, in 10^-8 of the currency. */
export interface PriceStretch {
  readonly from: number;
  /** `Infinity` at the last. */
  readonly to: number;
  readonly fixed: bigint;
  readonly each: bigint;
}

/** A price as the straight lines of which it is made: one for each tier, from 0 on without gaps. Free is one line of zeros. */
export function stretchesOf(price: Price | null): PriceStretch[] {
  const fee = price?.flat ? exactOf(price.flat.amount) : 0n;
  return price?.usage ? tierStretches(price.usage, fee) : [{ from: 0, to: Infinity, fixed: fee, each: 0n }];
}

function tierStretches({ by, tiers }: UsagePrice, fee: bigint): PriceStretch[] {
  const stretches: PriceStretch[] = [];
  for (const tier of tiers) {
    const before = stretches.at(-1);
    const each = exactOf(tier.each);
    // Graduated goes on from where the tier before ended.
    const fixed = by === "volume" || before === undefined ? fee : costIn(before, before.to) - each * BigInt(before.to);
    stretches.push({ from: before === undefined ? 0 : before.to + 1, to: tier.to ?? Infinity, fixed, each });
  }
  return stretches;
}

/** The cost of a number of requests that lies in the stretch. */
export function costIn({ fixed, each }: PriceStretch, requests: number): bigint {
  return fixed + each * BigInt(requests);
}

/** The sum of a charge period, exact, in 10^-8 of the currency. */
export function exactCharge(price: Price, requests: number): bigint {
  const stretch = stretchesOf(price).find(({ to }) => requests <= to);
  return stretch === undefined ? 0n : costIn(stretch, requests);
}

/** An amount in 10^-8 of its currency. */
export function exactOf({ units, decimals }: Amount): bigint {
  return BigInt(units) * 10n ** BigInt(EXACT_DECIMALS - decimals);
}
