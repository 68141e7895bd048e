/** A number as JSON writes it, without a sign. */
const DECIMAL = /^(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d{1,4}))?$/;

/**
 * The decimal number `text` × 10^places, rounded half up on its decimal digits: `scaledDecimal("1.0005", 3)` is
 * 1001, where floating point arithmetic would give 1000. Undefined when the text is no number, is negative, or
 * when the result is beyond 2^53 − 1.
 */
export function scaledDecimal(text: string, places: number): number | undefined {
  const match = DECIMAL.exec(text);
  if (match === null) return undefined;
  const [, whole = "", fraction = "", exponent = "0"] = match;
  const digits = whole + fraction;
  const point = whole.length + Number(exponent) + places;
  if (point < 0) return 0;
  const scaled = Number(digits.slice(0, point).padEnd(point, "0")) + (digits.charAt(point) >= "5" ? 1 : 0);
  return Number.isSafeInteger(scaled) ? scaled : undefined;
}

/** As `scaledDecimal`, for a number: its shortest decimal form is what counts. */
export function scaledNumber(value: number, places: number): number | undefined {
  return scaledDecimal(String(value), places);
}
