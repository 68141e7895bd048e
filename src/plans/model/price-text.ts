import { amountText, parseAmount, Refusal } from "#kernel";
import { PERIODS } from "./quota.ts";
import type { Price, Tier, UsagePrice } from "./price.ts";
import { parseRequestCount, requestCountText } from "./request-count.ts";

const EXAMPLES =
  '"490.00 EUR/month", "0.002 EUR/request", or "490.00 EUR/month + graduated 0.00 EUR/request to 5M, 0.0001 EUR/request"';
const TEXT_MAX = 1_000;
const TIERS_MAX = 20;

/**
 * A price as people write it: parts joined by " + ", at most one fee (`490.00 EUR/month`) and one price for requests
 * (`0.002 EUR/request`, or `graduated` / `volume` with tiers: `0.002 EUR/request to 1M, 0.001 EUR/request`). Refuses
 * two currencies, bounds that do not rise, and a last tier that ends.
 */
export function parsePrice(text: string): Price {
  if (text.length > TEXT_MAX) throw malformed(text.slice(0, 40), `it is longer than ${TEXT_MAX} characters`);
  const parts = text.split(" + ").map((part) => partOf(part.trim()));
  const flats = parts.flatMap((part) => ("period" in part ? [part] : []));
  const usages = parts.flatMap((part) => ("tiers" in part ? [part] : []));
  if (flats.length > 1 || usages.length > 1) throw malformed(text, "it has two parts of one kind");
  const [flat = null] = flats;
  const [usage = null] = usages;
  const currencies = new Set(
    [...flats.map(({ amount }) => amount), ...(usage?.tiers ?? []).map(({ each }) => each)].map(
      ({ currency }) => currency,
    ),
  );
  const [currency, another] = currencies;
  if (currency === undefined || another !== undefined) throw malformed(text, "a plan is paid in one currency");
  return { currency, flat, usage };
}

/** The price as text that reads back to it. */
export function priceText({ flat, usage }: Price): string {
  const parts = flat === null ? [] : [`${amountText(flat.amount)}/${flat.period}`];
  if (usage !== null) parts.push(usageText(usage));
  return parts.join(" + ");
}

function usageText({ by, tiers }: UsagePrice): string {
  const texts = tiers.map(
    ({ each, to }) => `${amountText(each)}/request${to === null ? "" : ` to ${requestCountText(to)}`}`,
  );
  return tiers.length === 1 ? (texts[0] ?? "") : `${by} ${texts.join(", ")}`;
}

function partOf(text: string): NonNullable<Price["flat"]> | UsagePrice {
  const [, by, list = ""] = /^(graduated|volume) (.*)$/.exec(text) ?? [];
  if (by === "graduated" || by === "volume") return { by, tiers: tiersOf(text, list) };
  const [amount = "", per = "", ...more] = text.split("/");
  const period = PERIODS.find((each) => each === per);
  if (more.length === 0 && period !== undefined) return { amount: parseAmount(amount), period };
  return { by: "graduated", tiers: [tierOf(text)] };
}

function tiersOf(text: string, list: string): Tier[] {
  const tiers = list.split(", ").map(tierOf);
  if (tiers.length < 2) throw malformed(text, "tiers are two or more; a single price needs no word before it");
  if (tiers.length > TIERS_MAX) throw malformed(text, `it has more than ${TIERS_MAX} tiers`);
  const bounds = tiers.slice(0, -1).map(({ to }) => to ?? 0);
  if (tiers.at(-1)?.to !== null) throw malformed(text, "the last tier takes all further requests, so it has no bound");
  if (bounds.some((to, index) => to <= (bounds[index - 1] ?? 0))) {
    throw malformed(text, "each tier but the last has a bound above the one before it");
  }
  return tiers;
}

function tierOf(text: string): Tier {
  const [, amount, bound] = /^([^/]{1,40})\/request(?: to ([^ ]{1,20}))?$/.exec(text) ?? [];
  if (amount === undefined) throw malformed(text, "it is neither a fee for a period nor a price for a request");
  return { each: parseAmount(amount), to: bound === undefined ? null : parseRequestCount(bound) };
}

function malformed(text: string, why: string): Refusal {
  return new Refusal("invalid", "plan.malformed", `"${text}" is not a price: ${why}. Write ${EXAMPLES}.`);
}
