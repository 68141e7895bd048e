import {
  type Amount,
  amountText,
  currencyDecimals,
  type Money,
  Refusal,
  type Rounding,
  roundedQuotient,
} from "#kernel";
import type { Price, Tier, UsagePrice } from "./price.ts";
import { EXACT_DECIMALS, exactCharge } from "./price-stretches.ts";

/** One line of a charge: the fee, or the requests of one tier with what each costs. Not rounded. */
export interface ChargeLine {
  readonly kind: "flat" | "requests";
  /** 1 for the fee. */
  readonly quantity: number;
  readonly each: Amount;
  /** quantity × each, all decimals: "0.1234 EUR". */
  readonly amount: string;
}

/** What a client owes for one period: its lines, and their sum, rounded once. */
export interface Charge {
  readonly lines: readonly ChargeLine[];
  readonly total: Money;
  readonly rounding: Rounding;
}

/**
 * The charge of one period of the price (`chargePeriodOf`) for its metered requests (a whole number ≥ 0). The fee is
 * due whole. Exact: lines are not rounded, the total is once, to minor units of the currency.
 */
export function chargeOf(price: Price, requests: number, rounding: Rounding = "half-even"): Charge {
  const parts = [
    ...(price.flat === null ? [] : [{ kind: "flat" as const, quantity: 1, each: price.flat.amount }]),
    ...usageParts(price.usage, requests),
  ];
  return {
    lines: parts.map((part) => ({
      ...part,
      amount: amountText({ ...part.each, units: BigInt(part.each.units) * BigInt(part.quantity) }),
    })),
    total: totalOf(exactCharge(price, requests), price.currency, rounding),
    rounding,
  };
}

function totalOf(exact: bigint, currency: string, rounding: Rounding): Money {
  const scale = 10n ** BigInt(EXACT_DECIMALS - (currencyDecimals(currency) ?? 0));
  const minor = Number(roundedQuotient(exact, scale, rounding));
  if (Number.isSafeInteger(minor)) return { currency, minor };
  throw new Refusal(
    "limit",
    "charge.too-large",
    "The sum is above 90 trillion, more than can be kept exactly. Look at the plan's price.",
  );
}

interface UsagePart {
  readonly kind: "requests";
  readonly quantity: number;
  readonly each: Amount;
}

function usageParts(usage: UsagePrice | null, requests: number): UsagePart[] {
  if (usage === null) return [];
  if (usage.by === "volume") {
    const tier = usage.tiers.find(({ to }) => to === null || requests <= to);
    return tier === undefined ? [] : [{ kind: "requests", quantity: requests, each: tier.each }];
  }
  return usage.tiers
    .map(({ each, to }, index) => ({
      kind: "requests" as const,
      quantity: within(requests, usage.tiers[index - 1], to),
      each,
    }))
    .filter(({ quantity }, index) => quantity > 0 || index === 0);
}

/** Requests of a tier: those above the bound of the one before, up to its own. */
function within(requests: number, before: Tier | undefined, to: number | null): number {
  return Math.max(0, Math.min(requests, to ?? requests) - (before?.to ?? 0));
}
