import { durationText, PPM } from "#kernel";
import type { AlertPair } from "../../alerts/pair.ts";
import { factorOf } from "../../alerts/pairs.ts";
import { OWN_TARGET } from "../execute/policy-remarks.ts";
import type { DocumentNames } from "./document-names.ts";
import { document } from "./document.ts";
import { percentText } from "./percent-text.ts";
import { shorthandOf } from "./shorthand-of.ts";

const TARGET_NAME = "plimsoll";
/** Whoever is told, Plimsoll knows by the urgency; a policy has to name somebody. */
export const NOTIFICATION_TARGET = document({
  kind: "AlertNotificationTarget",
  name: TARGET_NAME,
  spec: { target: OWN_TARGET, description: "Plimsoll tells whom the urgency concerns: page or ticket." },
});

/** An objective's pairs as documents, and the names of the policies that it refers to. */
export interface PrintedPairs {
  readonly documents: readonly unknown[];
  readonly policies: readonly { readonly alertPolicyRef: string }[];
}

/** One policy with one condition for each pair. */
export function printPairs(
  pairs: readonly AlertPair[],
  { label, periodMs }: { readonly label: string; readonly periodMs: number },
  names: DocumentNames,
): PrintedPairs {
  const printed = pairs.map((pair) => {
    const name = names.nameFor(
      "AlertCondition",
      pair.name ?? `${label}-${pair.urgency}-${shorthandOf(pair.longMs).text}`,
    );
    const policy = names.nameFor("AlertPolicy", name);
    return { alertPolicyRef: policy, documents: [policyOf(policy, name), conditionOf(name, pair, periodMs)] };
  });
  return {
    documents: printed.flatMap(({ documents }) => documents),
    policies: printed.map(({ alertPolicyRef }) => ({ alertPolicyRef })),
  };
}

function policyOf(name: string, conditionRef: string): unknown {
  return document({
    kind: "AlertPolicy",
    name,
    spec: {
      alertWhenBreaching: true,
      alertWhenResolved: true,
      conditions: [{ conditionRef }],
      notificationTargets: [{ targetRef: TARGET_NAME }],
    },
  });
}

function conditionOf(name: string, pair: AlertPair, periodMs: number): unknown {
  const long = shorthandOf(pair.longMs);
  const short = shorthandOf(pair.shortMs);
  return document({
    kind: "AlertCondition",
    name,
    annotations: {
      name: (pair.name ?? "") === name ? undefined : (pair.name ?? ""),
      budget: "budgetPpm" in pair ? percentText(pair.budgetPpm) : undefined,
      "long-window": long.exact,
      "short-window": short.exact,
    },
    spec: {
      description: `Burn rate over ${durationText(pair.longMs)} and over ${durationText(pair.shortMs)}`,
      severity: pair.urgency,
      condition: {
        kind: "burnrate",
        op: pair.orEqual === true ? "gte" : "gt",
        threshold: Math.round(factorOf(pair, periodMs) * PPM) / PPM,
        lookbackWindow: long.text,
        alertAfter: short.text,
      },
    },
  });
}
