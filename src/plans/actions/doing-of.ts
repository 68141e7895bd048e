import type { Caller } from "#identity";
import { reachOf } from "#identity";
import { Refusal } from "#kernel";
import type { Doing } from "./change-subscription.ts";

/** What of an action's context says who does something, and when. */
interface Context {
  readonly by: Caller;
  readonly within: readonly string[] | null;
  readonly now: number;
}

/** Who does it, for the history: for the provider, or, where confined to the own, for the organisation. */
export function doingOf({ by, within, now }: Context, reason: string): Doing {
  return { now, by: by.name, side: within === null ? "provider" : "organisation", reason };
}

/** Refuses who may ask for a subscription, but not decide on it. */
export function refuseDeciding({ by }: Context): void {
  if (reachOf(by.grants, "subscription:write") === "all") return;
  throw new Refusal(
    "forbidden",
    "subscription.not-yours-to-decide",
    "You may ask for a plan, but not approve it, so nothing was changed. Ask without `approve`; somebody decides.",
  );
}
