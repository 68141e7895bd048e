import type { InhibitRule } from "./inhibit-rule.ts";
import { inhibitRulesFor } from "./inhibits.ts";
import type { LabelSet } from "./label-set.ts";
import { allMatch } from "./matcher.ts";

/** An alert that fires. */
export interface FiringAlert {
  readonly id: string;
  readonly labels: LabelSet;
}

interface Source extends FiringAlert {
  readonly isTwoSided: boolean;
}

/**
 * What `inhibits` says, for many alerts at once: the sources of each rule lie by the values in which they must be equal,
 * so that an alert is looked up and not compared with all that fire.
 */
export class InhibitionIndex {
  readonly #rules: readonly InhibitRule[];
  readonly #sources = new Map<InhibitRule, Map<string, Source[]>>();

  constructor(rules: readonly InhibitRule[], firing: readonly FiringAlert[]) {
    this.#rules = rules;
    for (const rule of rules) {
      const sources = firing
        .filter(({ labels }) => allMatch(rule.when, labels))
        .map((one): Source => ({ ...one, isTwoSided: allMatch(rule.mutes, one.labels) }));
      this.#sources.set(
        rule,
        Map.groupBy(sources, ({ labels }) => equalKey(rule, labels)),
      );
    }
  }

  /** The first rule that mutes an alert, and the first alert that is a source of it; null: none does. */
  mutes({ id, labels }: FiringAlert): { readonly rule: InhibitRule; readonly source: string } | null {
    for (const rule of inhibitRulesFor(this.#rules, labels)) {
      const isTwoSided = allMatch(rule.when, labels);
      const sources = this.#sources.get(rule)?.get(equalKey(rule, labels)) ?? [];
      const source = sources.find((one) => one.id !== id && !(isTwoSided && one.isTwoSided));
      if (source !== undefined) return { rule, source: source.id };
    }
    return null;
  }
}

function equalKey({ equal }: InhibitRule, labels: LabelSet): string {
  return JSON.stringify(equal.map((label) => labels.get(label) ?? ""));
}
