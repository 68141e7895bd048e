import type { Policy } from "../alerts/policy.ts";

/**
 * For each window, the one in which a row must have something bad for a pair to begin when counts leave the first: the
 * widest short window of the pairs that look at it. Null when no pair looks at it, as at most periods.
 */
export function decidersOf(policies: readonly Policy[], windows: number): (number | null)[] {
  const deciders = Array.from({ length: windows }, (): number | null => null);
  for (const { rules } of new Set(policies)) {
    for (const { long, short } of rules) {
      for (const window of [long, short]) deciders[window] = Math.max(deciders[window] ?? 0, short);
    }
  }
  return deciders;
}
