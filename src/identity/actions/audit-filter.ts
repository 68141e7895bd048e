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
  from: instantField.optional(),
  to: instantField.optional(),
};
