import { compareText } from "#kernel";
import type { Urgency } from "#objectives";
import type { LabelSet } from "../routing/label-set.ts";

/**
 * By what a group is known: the same for the same receiver, urgency and labels, in whatever order these come. What wakes
 * people and what does not are never one group, so that an alert that pages waits for nobody's next update.
 */
export function groupKey(receiver: string, urgency: Urgency, labels: LabelSet): string {
  return JSON.stringify([receiver, urgency, [...labels].toSorted(([a], [b]) => compareText(a, b))]);
}
