import { z } from "zod";
import { instantField } from "#http";

/** What both the list and the exports are narrowed by. An action that ends in a dot stands for all that begin so. */
export const auditFilter = {
  actor: z.string().min(1).max(200).optional(),
  action: z
    .string()
    .regex(/^[a-z.-]{1,100}$/, "takes a to z, dots and hyphens")
    .optional(),
  subject: z.string().min(1).max(300).optional(),
  /** What is about this client: itself, its keys, its subscriptions. */
  client: z
    .string()
    .regex(/^[a-z0-9-]{1,63}$/, "takes 1 to 63 of a to z, 0 to 9 and -")
    .optional(),
  from: instantField.optional(),
  to: instantField.optional(),
};
