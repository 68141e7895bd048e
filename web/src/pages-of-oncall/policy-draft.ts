import { durationText } from "#kernel";
import type { Escalation } from "./page-queries.ts";

/** A step as the form has it; `key` stays while steps move. */
export interface StepDraft {
  readonly key: number;
  readonly act: "page" | "notify";
  /** "schedule:primary", "person:ana", "team:orders", "channel:chat". */
  readonly targets: readonly string[];
  /** Empty: as usual. */
  readonly after: string;
}

/** A policy as the form has it. */
export interface PolicyDraft {
  readonly name: string;
  readonly steps: readonly StepDraft[];
  readonly rounds: string;
  readonly fallback: string;
  readonly acknowledgementLasts: string;
  readonly acknowledgements: string;
  readonly only: readonly string[];
  readonly zone: string;
}

/** A new policy: whoever is on call, then the same again. */
export function newDraft(zone: string): PolicyDraft {
  return {
    name: "",
    steps: [{ key: 1, act: "page", targets: [], after: "" }],
    rounds: "3",
    fallback: "",
    acknowledgementLasts: "30m",
    acknowledgements: "1",
    only: [],
    zone,
  };
}

/** The policy that is there, for changing it. */
export function draftOf({
  escalation,
  entry,
  steps,
  zone,
  rounds,
  acknowledgements,
  ...policy
}: Escalation): PolicyDraft {
  const { fallback, acknowledgementMs } = policy;
  const only = entry["only"];
  return {
    name: escalation,
    steps: steps.map(({ act, targets, afterMs }, index) => ({
      key: index + 1,
      act,
      targets: targets.map(({ kind, name }) => `${kind}:${name}`),
      after: afterMs === 0 ? "" : durationText(afterMs),
    })),
    rounds: String(rounds),
    fallback: fallback === null ? "" : `${fallback.kind}:${fallback.name}`,
    acknowledgementLasts: durationText(acknowledgementMs),
    acknowledgements: String(acknowledgements),
    only: typeof only === "string" ? [only] : ((only as readonly string[] | undefined) ?? []),
    zone: typeof entry["zone"] === "string" ? entry["zone"] : zone,
  };
}

/** The entry of a configuration text that says the same, as JSON. What says nothing special is left out. */
export function entryText(draft: PolicyDraft): string {
  const { steps, rounds, fallback, acknowledgementLasts, acknowledgements, only } = draft;
  const entry = {
    steps: steps.map(({ act, targets, after }) => ({ [act]: targets, ...(after === "" ? {} : { after }) })),
    rounds: numberOrText(rounds),
    ...(fallback === "" ? {} : { fallback }),
    ...(acknowledgementLasts === "" ? {} : { acknowledgementLasts }),
    ...(acknowledgements === "1" ? {} : { acknowledgements: numberOrText(acknowledgements) }),
    ...(only.length === 0 ? {} : { only }),
  };
  return JSON.stringify(entry);
}

/** One more step at the end. */
export function withStep(draft: PolicyDraft): PolicyDraft {
  const key = 1 + Math.max(0, ...draft.steps.map((step) => step.key));
  return { ...draft, steps: [...draft.steps, { key, act: "page", targets: [], after: "5m" }] };
}

/** A step changed; undefined takes it away. */
export function withChangedStep(draft: PolicyDraft, key: number, change: Partial<StepDraft> | undefined): PolicyDraft {
  const steps = draft.steps.flatMap((step) => {
    if (step.key !== key) return [step];
    return change === undefined ? [] : [{ ...step, ...change }];
  });
  return { ...draft, steps };
}

/** What is no number stays as it was typed: the server says what is wrong with it. */
function numberOrText(text: string): number | string {
  return /^\d+$/.test(text) ? Number(text) : text;
}
