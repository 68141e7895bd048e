import { findTargetFault } from "#messaging";
import { z } from "zod";

/** An address of a receiver as people write it; what may not be sent to is refused in words. */
export const targetUrl = z
  .string()
  .trim()
  .superRefine((text, context) => {
    const fault = findTargetFault(text);
    if (fault !== undefined) context.addIssue({ code: "custom", message: fault });
  });
