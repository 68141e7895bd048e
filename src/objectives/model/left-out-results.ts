import type { Policy } from "./alerts/policy.ts";
import type { LeftOutResult } from "./results.ts";

/** The pairs that a policy goes without, as results tell them. */
export function leftOutResults({ leftOut }: Pick<Policy, "leftOut">): LeftOutResult[] {
  return leftOut.map(({ pair: { urgency, longMs, shortMs }, factor, why }) => ({
    urgency,
    longMs,
    shortMs,
    factor,
    why,
  }));
}
