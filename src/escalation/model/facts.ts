import type { Receiver } from "./decision.ts";
import type { Target } from "./policy.ts";

/** Whom a target leads to at an instant, those only who can be reached. */
export interface Found {
  readonly target: Target;
  readonly receivers: readonly Receiver[];
  /** Why it leads to nobody, or not to all; a part of a sentence. Null: nothing to say. */
  readonly trouble: string | null;
}

/** What is true when a page is decided about: asked at the instant, stored nowhere. */
export interface Facts {
  /** Of each step of the policy, each target. */
  readonly steps: readonly (readonly Found[])[];
  /** Who is paged when nobody answers: the fallback, else administrators, else everybody who may respond. Empty: nobody can be reached. */
  readonly fallback: readonly Receiver[];
  /** Who has been told of the page. */
  readonly told: readonly Receiver[];
}
