import { currencyDecimals } from "./currencies.ts";
import { Refusal } from "./refusal.ts";

/** An amount that can be paid: whole minor units (cents) of a currency of ISO 4217. */
export interface Money {
  readonly currency: string;
  readonly minor: number;
}

/** An exact decimal amount, as prices have it: `units` ÷ 10^`decimals`. 0.002 EUR = {units: 2, decimals: 3}. No zeros at its end. */
export interface Amount {
  readonly currency: string;
  readonly units: number;
  readonly decimals: number;
}

/** What becomes of a part of a minor unit: to the nearest, halves to the even neighbour or away from zero; or always towards zero. */
type Rounding = "half-even" | "half-up" | "down";

const AMOUNT = /^(\d{1,12})(?:\.(\d{1,8}))? ([A-Z]{3})$/;

/**
 * "490.00 EUR" or "0.002 EUR" → exact; never negative, at most twelve digits before the point and eight after it.
 * Refuses anything else, and a currency that ISO 4217 does not have.
 */
export function parseAmount(text: string): Amount {
  const [, whole, fraction = "", currency = ""] = AMOUNT.exec(text) ?? [];
  if (whole === undefined) throw malformed(`"${text}" is not an amount such as 490.00 EUR or 0.002 EUR.`);
  if (currencyDecimals(currency) === undefined) {
    throw malformed(`"${currency}" is no currency. Write its code of ISO 4217, such as EUR, USD or JPY.`);
  }
  const digits = fraction.replace(/0+$/, "");
  const units = Number(whole + digits);
  if (!Number.isSafeInteger(units)) throw malformed(`"${text}" has too many digits: fifteen in all are kept exactly.`);
  return { currency, units, decimals: digits.length };
}

/** {units: 490} EUR → "490.00 EUR", {units: 2, decimals: 3} → "0.002 EUR": all decimals, and at least those of the currency. */
export function amountText({
  currency,
  units,
  decimals,
}: Omit<Amount, "units"> & { readonly units: number | bigint }): string {
  const shown = Math.max(decimals, currencyDecimals(currency) ?? 0);
  return `${decimalText(BigInt(units) * 10n ** BigInt(shown - decimals), shown)} ${currency}`;
}

/** {minor: 49000} EUR → "490.00 EUR"; "−3.50 EUR" below zero. */
export function moneyText({ currency, minor }: Omit<Money, "minor"> & { readonly minor: number | bigint }): string {
  return `${decimalText(BigInt(minor), currencyDecimals(currency) ?? 0)} ${currency}`;
}

/** `numerator` ÷ `denominator` (above zero) as a whole number, by the named rounding. */
export function roundedQuotient(numerator: bigint, denominator: bigint, rounding: Rounding): bigint {
  const size = numerator < 0n ? -numerator : numerator;
  const whole = size / denominator;
  const twice = (size % denominator) * 2n;
  const rounded = roundsUp({ twice, denominator, isOdd: whole % 2n === 1n }, rounding) ? whole + 1n : whole;
  return numerator < 0n ? -rounded : rounded;
}

function roundsUp(rest: { twice: bigint; denominator: bigint; isOdd: boolean }, rounding: Rounding): boolean {
  if (rounding === "down" || rest.twice < rest.denominator) return false;
  return rest.twice > rest.denominator || rounding === "half-up" || rest.isOdd;
}

function decimalText(units: bigint, decimals: number): string {
  const digits = String(units < 0n ? -units : units).padStart(decimals + 1, "0");
  const cut = digits.length - decimals;
  const text = decimals === 0 ? digits : `${digits.slice(0, cut)}.${digits.slice(cut)}`;
  return units < 0n ? `−${text}` : text;
}

function malformed(detail: string): Refusal {
  return new Refusal("invalid", "money.malformed", detail);
}
