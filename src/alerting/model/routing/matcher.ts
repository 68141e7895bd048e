import type { LabelSet } from "./label-set.ts";
import { Pattern } from "./pattern/pattern.ts";

/** How a matcher looks at a value: equal or not, matched by a regular expression or not, one of several. */
export type MatcherOperator = "=" | "!=" | "=~" | "!~" | "in";

/** What one label must be for a rule to apply. */
export interface Matcher {
  readonly label: string;
  readonly operator: MatcherOperator;
  /** One, and any number of `in`. */
  readonly values: readonly string[];
  /** Of `=~` and `!~`: all of the value must match. */
  readonly pattern: Pattern | null;
}

/** A matcher. Refuses a regular expression that is none. */
export function matcherOf(label: string, operator: MatcherOperator, values: readonly string[]): Matcher {
  const regular = operator === "=~" || operator === "!~";
  return { label, operator, values, pattern: regular ? new Pattern(values[0] ?? "") : null };
}

/** Whether a matcher takes an alert with these labels; a label that is missing is "". */
export function matches({ label, operator, values, pattern }: Matcher, labels: LabelSet): boolean {
  const value = labels.get(label) ?? "";
  switch (operator) {
    case "=":
    case "in":
      return values.includes(value);
    case "!=":
      return !values.includes(value);
    case "=~":
      return pattern?.matches(value) === true;
    case "!~":
      return pattern?.matches(value) === false;
  }
}

/** Whether all matchers take these labels; none takes everything. */
export function allMatch(matchers: readonly Matcher[], labels: LabelSet): boolean {
  return matchers.every((matcher) => matches(matcher, labels));
}
