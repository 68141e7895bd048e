import { Refusal } from "#kernel";
import type { Decimal } from "../decimal.ts";

const DECIMAL = /^([-+]?)(\d*)\.?(\d*)(?:[eE]([-+]?\d{1,4}))?$/;
const ZEROS_MAX = 16;

/**
 * A decimal times ten to the power of `places`, by its digits: 0.9995 with 6 places is exactly 999,500. Undefined where
 * it has finer digits than that, or is beyond what an integer can hold.
 */
export function scaled({ text }: Decimal, places: number): number | undefined {
  const [, sign, whole = "", part = "", exponent = "0"] = DECIMAL.exec(text) ?? [];
  if (sign === undefined) return undefined;
  const digits = `${whole}${part}`.replace(/^0+/, "");
  const significant = digits.replace(/0+$/, "");
  if (significant === "") return 0;
  const zeros = places + Number(exponent) - part.length + (digits.length - significant.length);
  if (zeros < 0 || zeros > ZEROS_MAX) return undefined;
  const integer = Number(`${significant}${"0".repeat(zeros)}`);
  if (!Number.isSafeInteger(integer)) return undefined;
  return sign === "-" ? -integer : integer;
}

const PPM_PLACES = 6;
const PERCENT_PLACES = 4;

/** 0.9995 → 999500 ppm. Refuses what is finer than one part per million. */
export function ppmOf(share: Decimal): number {
  return scaled(share, PPM_PLACES) ?? refuseFiner(share, "0.99995");
}

/** 99.95 → 999500 ppm. Refuses what is finer than one part per million. */
export function ppmOfPercent(percent: Decimal): number {
  return scaled(percent, PERCENT_PLACES) ?? refuseFiner(percent, "99.995");
}

function refuseFiner({ text }: Decimal, example: string): never {
  throw new Refusal(
    "invalid",
    "openslo.too-fine",
    `${text} is finer than one part per million, which is as exact as Plimsoll counts: nothing is rounded. ` +
      `Write fewer digits, as in ${example}.`,
  );
}
