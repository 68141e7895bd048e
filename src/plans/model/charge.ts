import { currencyDecimals, type Money, Refusal, roundedQuotient } from "#kernel";
import type { Price } from "./price.ts";
import { EXACT_DECIMALS, exactCharge } from "./price-stretches.ts";

/**
 * What a client owes for one period of the price (`chargePeriodOf`) for its metered requests (a whole number ≥ 0). The
 * fee is due whole. Exact, and rounded once, halves to the even minor unit. Refuses what is too large to be kept exactly.
 */
export function chargeOf(price: Price, requests: number): Money {
  const minor = Number(minorCharge(price, requests));
  if (Number.isSafeInteger(minor)) return { currency: price.currency, minor };
  throw new Refusal(
    "limit",
    "charge.too-large",
    "The sum is above 90 trillion, more than can be kept exactly. Look at the plan's price.",
  );
}

/** The same in minor units of the currency, however large. */
export function minorCharge(price: Price, requests: number): bigint {
  const scale = 10n ** BigInt(EXACT_DECIMALS - (currencyDecimals(price.currency) ?? 0));
  return roundedQuotient(exactCharge(price, requests), scale, "half-even");
}
