import { z } from "zod";

/** A telephone number with its country, as +491701234567; spaces, hyphens and brackets are left out. */
export const phoneNumber = z
  .string()
  .transform((text) => text.replaceAll(/[\s()./-]/g, "").replace(/^00/, "+"))
  .pipe(z.string().regex(/^\+[1-9]\d{6,14}$/, "must be a number with its country, as +49 170 1234567"));

/** The number as it may be shown: its country and its end. */
export function maskedNumber(number: string): string {
  return `${number.slice(0, 3)}…${number.slice(-3)}`;
}
