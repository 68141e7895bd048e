import { Refusal } from "./refusal.ts";

/** A whole, in integer parts per million: 99.9 % = 999_000. */
export const PPM = 1_000_000;

const PERCENT = /^(\d{1,3})(?:\.(\d{1,4}))?\s?%$/;

/**
 * "99.9%" → 999000. At most four decimals (one part per million); no rounding ever happens.
 * Refuses anything else, and what is not between 0 % and 100 % inclusive.
 */
export function parsePercent(text: string): number {
  const match = PERCENT.exec(text.trim());
  const ppm = match ? Number(match[1]) * 10_000 + Number((match[2] ?? "").padEnd(4, "0")) : Number.NaN;
  if (!(ppm >= 0 && ppm <= PPM)) {
    throw new Refusal(
      "invalid",
      "percent.malformed",
      `"${text}" is not a percentage such as 99.9% (at most four decimals, 0% to 100%).`,
    );
  }
  return ppm;
}

/** 999000 → "99.9 %": exact, no trailing zeros. */
export function percentOfPpm(ppm: number): string {
  return `${trimZeros((ppm / 10_000).toFixed(4))} %`;
}

function trimZeros(decimal: string): string {
  return decimal.includes(".") ? decimal.replace(/\.?0+$/, "") : decimal;
}
