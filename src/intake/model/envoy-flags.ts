import type { Outcome } from "./record.ts";

/**
 * What Envoy's response flags say about the end of an exchange, beyond its status. Source: Envoy's manual, access
 * logging, command operator RESPONSE_FLAGS. Flags of upstream failures (UF, UH, UC, UR, LR, NR …) are not here:
 * the status that Envoy answered with says it, and 0 means that there was no answer.
 */
const OUTCOME_OF_FLAG: readonly (readonly [flags: readonly string[], outcome: Outcome])[] = [
  // Upstream request time-out, stream idle time-out, duration time-out.
  [["UT", "SI", "DT"], "timeout"],
  // Limited by the local or the global rate limit filter.
  [["RL"], "throttled"],
  // Downstream connection termination, downstream remote reset: the client went away.
  [["DC", "DR"], "clientAborted"],
];

/**
 * The outcome that a list of flags such as "UT,DC" states; undefined for "-", "" and flags without one. Where
 * several apply a time-out counts first, so that a client who gave up waiting does not hide it.
 */
export function outcomeOfFlags(flags: string): Outcome | undefined {
  const all = flags.split(",");
  return OUTCOME_OF_FLAG.find(([known]) => known.some((flag) => all.includes(flag)))?.[1];
}
