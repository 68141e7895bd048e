import { type Matcher, matches } from "./matcher.ts";

/** While an alert fires that `when` takes, those that `mutes` takes and that are equal to it in some labels are not told. */
export interface InhibitRule {
  readonly line: number;
  readonly when: readonly Matcher[];
  readonly mutes: readonly Matcher[];
  /** Labels that both alerts have, with the same values. */
  readonly equal: readonly string[];
}

/**
 * The labels of `equal` that an alert of neither side needs to have: there Alertmanager, for which two missing labels
 * are equal, mutes, and Plimsoll does not.
 */
export function labelsThatMayLack({ when, mutes, equal }: InhibitRule): string[] {
  return equal.filter((label) => !needs(when, label) && !needs(mutes, label));
}

function needs(matchers: readonly Matcher[], label: string): boolean {
  return matchers.some((matcher) => matcher.label === label && !matches(matcher, new Map()));
}
