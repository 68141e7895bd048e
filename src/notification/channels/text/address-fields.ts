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

/** A secret that a provider gave: one line of letters that can be seen; `remedy` says where it is found. */
export function secretText(pattern: RegExp, remedy: string): z.ZodString {
  return z.string().trim().max(500, "is longer than any secret of theirs").regex(pattern, remedy);
}

/** How much of a secret is shown: enough to tell two of them apart. */
const SHOWN = 4;

/** The end of a secret, "…x7Qz"; of a short one nothing. */
export function masked(secret: string): string {
  return secret.length < 4 * SHOWN ? "…" : `…${secret.slice(-SHOWN)}`;
}

/** An address whose path is a secret: its host, and the end of the path. */
export function maskedUrl(text: string): string {
  const url = URL.parse(text);
  return url === null ? "…" : `${url.host}/${masked(`${url.pathname}${url.search}`)}`;
}
