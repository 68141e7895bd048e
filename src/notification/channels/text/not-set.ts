import type { Answer } from "#messaging";

/** What sending means while the house has not set what the way needs: `what` is missing. */
export function notSet(what: string): Answer {
  return {
    kind: "failed",
    status: null,
    reason: `this house has ${what} yet: an administrator sets it under Settings, Channels`,
  };
}
