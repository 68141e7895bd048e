import { HOUR_MS, MINUTE_MS, Refusal, SECOND_MS } from "#kernel";
import { parseRequestCount, requestCountText } from "./request-count.ts";

/** Requests allowed in a short sliding time of `perMs`: a second, a minute or an hour. */
export interface RateLimit {
  readonly requests: number;
  readonly perMs: number;
}

const UNITS: readonly (readonly [name: string, ms: number, others: readonly string[]])[] = [
  ["s", SECOND_MS, ["second"]],
  ["min", MINUTE_MS, ["minute"]],
  ["h", HOUR_MS, ["hour"]],
];

/** "50/s", "600/min", "10k/h". Refuses other times: what is longer is a quota. */
export function parseRateLimit(text: string): RateLimit {
  const [count = "", name = "", ...more] = text.split("/");
  const unit = UNITS.find(([short, , others]) => short === name.trim() || others.includes(name.trim()));
  if (unit === undefined || more.length > 0) {
    const longer = /^(day|week|month|quarter|year)$/.test(name.trim())
      ? " What is allowed in a longer time is a quota."
      : "";
    throw new Refusal(
      "invalid",
      "plan.malformed",
      `"${text}" is not a rate limit such as 50/s, 600/min or 10000/h.${longer}`,
    );
  }
  return { requests: parseRequestCount(count.trim()), perMs: unit[1] };
}

/** {50, a second} → "50/s". */
export function rateLimitText({ requests, perMs }: RateLimit): string {
  return `${requestCountText(requests)}/${UNITS.find(([, ms]) => ms === perMs)?.[0] ?? "s"}`;
}

/** Requests that may come at once where a plan says no burst: those of one second, at least one. */
export function burstOf(rate: RateLimit, burst: number | null): number {
  return burst ?? Math.max(1, Math.ceil((rate.requests * SECOND_MS) / rate.perMs));
}
