import { z } from "zod";
import { isMailAddress } from "./model/mail-address.ts";
import { LETTER_STATES } from "./model/letter.ts";

/** An address of mail as people give it. */
export const mailAddress = z
  .string()
  .trim()
  .max(254)
  .refine(isMailAddress, "must be an address such as ana@example.com");

/** A letter as administrators see it: never what it says. */
export const letterSchema = z.object({
  id: z.string(),
  to: z.string(),
  subject: z.string(),
  state: z.enum(LETTER_STATES),
  createdAt: z.iso.datetime(),
  attempts: z.number(),
  /** What the SMTP server answered last, when it was no yes. */
  lastError: z.string().nullable(),
  nextAttemptAt: z.iso.datetime().nullable(),
  settledAt: z.iso.datetime().nullable(),
});
