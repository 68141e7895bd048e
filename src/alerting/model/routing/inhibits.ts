import type { InhibitRule } from "./inhibit-rule.ts";
import type { LabelSet } from "./label-set.ts";
import { allMatch } from "./matcher.ts";

/** What mutes an alert: a rule, and the alert that fires (its place in the list). */
export interface Inhibition {
  readonly rule: InhibitRule;
  readonly source: number;
}

/**
 * What mutes an alert, the first rule of all and its first source; null: nothing does. A label of `equal` must exist on
 * both sides. An alert that both sides of a rule take is not muted by another of which that is true, and never by itself.
 */
export function inhibits(
  firing: readonly LabelSet[],
  rules: readonly InhibitRule[],
  target: LabelSet,
): Inhibition | null {
  for (const rule of inhibitRulesFor(rules, target)) {
    const twoSided = allMatch(rule.when, target);
    const source = firing.findIndex(
      (labels) =>
        labels !== target &&
        allMatch(rule.when, labels) &&
        rule.equal.every((label) => valueIn(labels, label) === valueIn(target, label)) &&
        !(twoSided && allMatch(rule.mutes, labels)),
    );
    if (source !== -1) return { rule, source };
  }
  return null;
}

/** The rules that can mute an alert: they take it, and it has all labels in which a source must be equal to it. */
export function inhibitRulesFor(rules: readonly InhibitRule[], target: LabelSet): InhibitRule[] {
  return rules.filter(
    ({ mutes, equal }) => allMatch(mutes, target) && equal.every((label) => valueIn(target, label) !== ""),
  );
}

function valueIn(labels: LabelSet, label: string): string {
  return labels.get(label) ?? "";
}
