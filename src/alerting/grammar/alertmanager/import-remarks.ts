import { type InhibitRule, labelsThatMayLack } from "../../model/routing/inhibit-rule.ts";
import { COUNTERPARTS } from "./counterparts.ts";
import type { Receiver } from "./read-receivers.ts";

/** What of an alertmanager.yml a person should know about who thinks of moving it to Plimsoll. */
export interface Imported {
  readonly receivers: readonly Receiver[];
  readonly inhibitRules: readonly InhibitRule[];
  /** Parts that are there and that routing does not need. */
  readonly unused: readonly string[];
  /** Lines at which `location: Local` stands. */
  readonly local: readonly number[];
}

/** The remarks, each a sentence. */
export function importRemarks({ receivers, inhibitRules, unused, local }: Imported): string[] {
  return [
    ...unusedRemark(unused),
    ...receivers.map(receiverRemark),
    ...inhibitRules.flatMap(inhibitRemark),
    ...localRemarks(local),
  ];
}

/** Of lines at which `location: Local` stands. */
export function localRemarks(lines: readonly number[]): string[] {
  return lines.map(
    (line) => `Line ${line}: Local is the zone of Alertmanager's machine, which nobody knows here. It is read as UTC.`,
  );
}

function unusedRemark(unused: readonly string[]): string[] {
  if (unused.length === 0) return [];
  return [
    `${unused.join(", ")} ${unused.length === 1 ? "is" : "are"} not used: where an alert goes does not depend on it.`,
  ];
}

/** One receiver can tell in several ways: each is named. */
function receiverRemark({ name, kinds }: Receiver): string {
  if (kinds.length === 0) return `Receiver ${name}: tells nobody.`;
  return `Receiver ${name}: ${[...new Set(kinds)].map(kindText).join("; ")}.`;
}

function kindText(kind: string): string {
  const counterpart = COUNTERPARTS.get(kind);
  if (counterpart === undefined) return `${kind} is not known to this version`;
  if (counterpart === null) return `${kind} has no counterpart in Plimsoll`;
  return `${kind} maps to ${counterpart}`;
}

function inhibitRemark(rule: InhibitRule): string[] {
  const labels = labelsThatMayLack(rule);
  if (labels.length === 0) return [];
  const which = labels.join(", ");
  return [
    `Line ${rule.line}: in Alertmanager this rule mutes also where both alerts lack ${which}. In Plimsoll a label of equal must be there on both sides.`,
  ];
}
