import { z } from "zod";

/** A secret that a provider gave: one line of letters that can be seen; `remedy` says where it is found. */
export function secretText(pattern: RegExp, remedy: string): z.ZodString {
  return z.string().trim().max(500, "is longer than any secret of theirs").regex(pattern, remedy);
}
