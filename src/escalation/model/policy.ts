import { MINUTE_MS } from "#kernel";
import type { WeekSpan } from "#oncall";

/** The policy that is there without being written: it pages everybody who may respond. */
export const EVERYBODY = "everybody";

/** Between steps that do not say otherwise. */
export const STEP_AFTER_MS = 5 * MINUTE_MS;
/** How long an acknowledgement lasts that a policy says nothing of. */
export const ACKNOWLEDGEMENT_MS = 30 * MINUTE_MS;

/** Whom a step names. `responders`: everybody who may respond; `administrators`; both stand in the built-in policy only. */
export interface Target {
  readonly kind: "person" | "schedule" | "team" | "channel" | "responders" | "administrators";
  readonly name: string;
}

/** One step. `page` wants an answer, `notify` does not. */
export interface Step {
  readonly act: "page" | "notify";
  readonly targets: readonly Target[];
  /** After the step before it, ms; of the first: after the beginning, usually 0. */
  readonly afterMs: number;
}

/** Times of the week at which the steps of tickets run. */
export interface OpenTimes {
  readonly zone: string;
  readonly spans: readonly WeekSpan[];
}

/** Whom to tell, in which order, until somebody answers. */
export interface Policy {
  /** One or more. */
  readonly steps: readonly Step[];
  /** How often the steps are gone through, in all; 1 or more. */
  readonly rounds: number;
  /** Whom to page after the last round; null: administrators. */
  readonly fallback: Target | null;
  readonly acknowledgementMs: number;
  /** Null: always. */
  readonly only: OpenTimes | null;
  /** So many people must acknowledge; 1 or more. */
  readonly acknowledgements: number;
}

/** Pages everybody who may respond, three times, then administrators; tells of tickets once. */
export const EVERYBODY_POLICY: Policy = {
  steps: [{ act: "page", targets: [{ kind: "responders", name: EVERYBODY }], afterMs: 0 }],
  rounds: 3,
  fallback: { kind: "administrators", name: "administrators" },
  acknowledgementMs: ACKNOWLEDGEMENT_MS,
  only: null,
  acknowledgements: 1,
};

/** Between rounds, and before the fallback: as long as before the last step. */
export function roundPauseMs({ steps }: Policy): number {
  const last = steps.at(-1)?.afterMs ?? 0;
  return last > 0 ? last : STEP_AFTER_MS;
}

/** "schedule:primary"; the built-in ones by their name alone. */
export function targetText({ kind, name }: Target): string {
  return kind === "responders" || kind === "administrators" ? name : `${kind}:${name}`;
}
