import { z } from "zod";
import { LETTER_STATES } from "./model/letter.ts";

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
