import { PPM } from "#kernel";
import { Guard } from "../alerts/guard.ts";
import type { PairRule, Policy } from "../alerts/policy.ts";
import { budgetOf } from "../budgets/budget.ts";
import type { PairDecision } from "./decide-pair.ts";
import type { Instances } from "./instances.ts";

/** Counts of a row in a window that ends now; what an engine can tell. */
export interface WindowCounts {
  readonly validOf: (row: number, window: number) => number;
  readonly badOf: (row: number, window: number) => number;
  readonly policyOf: (row: number) => Policy;
}

/** A composite objective of a whole API, with the rows of its members. */
export interface Composite {
  readonly row: number;
  readonly members: readonly { readonly row: number; readonly weight: number }[];
}

/** The composites among these objectives. Members that are not there (of another API) are left out. */
export function compositesOf(instances: Instances): Composite[] {
  return instances.objectives.flatMap(({ indicator }, index) => {
    if (indicator.kind !== "composite") return [];
    const members = indicator.members.flatMap(({ objective, weight }) => {
      const member = instances.objectives.findIndex(({ name }) => name === objective);
      return member < 0 ? [] : [{ row: instances.baseOf(member), weight }];
    });
    return [{ row: instances.baseOf(index), members }];
  });
}

/** The sums and the burn rate of a composite in one window. */
export interface CompositeBurn {
  /** Sums over the members that had traffic, in each one's own unit. */
  readonly valid: number;
  readonly bad: number;
  /** Weighted mean of the members' burn rates; those without traffic have no say. 0 when none had any. */
  readonly burnRate: number;
}

/** `windowOf` picks the window (an index) of a member by its policy. */
export function compositeBurn(
  { members }: Composite,
  counts: WindowCounts,
  windowOf: (policy: Policy) => number,
): CompositeBurn {
  const sum = { valid: 0, bad: 0, burn: 0, weight: 0 };
  for (const { row, weight } of members) {
    const policy = counts.policyOf(row);
    const window = windowOf(policy);
    const valid = counts.validOf(row, window);
    if (valid === 0) continue;
    const bad = counts.badOf(row, window);
    sum.valid += valid;
    sum.bad += bad / policy.unit;
    sum.burn += weight * budgetOf(policy, valid, bad).burnRate;
    sum.weight += weight;
  }
  return { valid: sum.valid, bad: sum.bad, burnRate: sum.weight === 0 ? 0 : sum.burn / sum.weight };
}

/** A pair of a composite as it was, and what is known beside its counts. */
export interface CompositePair {
  readonly rule: PairRule;
  readonly held: boolean;
  readonly guarded: boolean;
  readonly observedMs: number;
}

/**
 * Decides a pair of a composite: both windows must burn faster than the factor in the weighted mean. Where the guard
 * applies, one member at least must be past its own. In a long window that is not full yet, what burnt must be too much
 * for all of it.
 */
export function decideCompositePair(
  composite: Composite,
  counts: WindowCounts,
  { rule, held, guarded, observedMs }: CompositePair,
): PairDecision {
  const long = compositeBurn(composite, counts, () => rule.long);
  const short = compositeBurn(composite, counts, () => rule.short);
  const { threshold } = rule;
  if (long.valid === 0) return held ? "lapses" : "stays";
  // A pair that its own target leaves out; members with higher targets could still burn that fast.
  if (threshold.ratio >= 1) return held ? "ends" : "stays";
  if (short.valid === 0) return "stays";
  const burns = threshold.exceededByRate(long.burnRate) && threshold.exceededByRate(short.burnRate);
  if (held) return burns ? "stays" : "ends";
  if (!burns || (guarded && !someMemberIsSure(composite, counts, { rule, window: rule.long }))) return "stays";
  const share = Math.min(1, observedMs / rule.pair.longMs);
  return threshold.exceededByRate(long.burnRate * share) ? "begins" : "waits";
}

/** Whether the short window of a pair had traffic, and (where it must be proven there) one member at least is past its guard in it. */
export function isHeardAsComposite(
  composite: Composite,
  counts: WindowCounts,
  { rule, proven }: { readonly rule: PairRule; readonly proven: boolean },
): boolean {
  if (proven) return someMemberIsSure(composite, counts, { rule, window: rule.short });
  return compositeBurn(composite, counts, () => rule.short).valid > 0;
}

/** Whether a member burns faster than the composite's factor, and not by the luck of few requests; slices have no guard. */
function someMemberIsSure(
  { members }: Composite,
  counts: WindowCounts,
  { rule: { threshold }, window }: { readonly rule: PairRule; readonly window: number },
): boolean {
  return members.some(({ row }) => {
    const policy = counts.policyOf(row);
    const valid = counts.validOf(row, window);
    const bad = counts.badOf(row, window);
    if (policy.method.kind !== "Occurrences") return threshold.exceededByRate(budgetOf(policy, valid, bad).burnRate);
    return new Guard((threshold.factor * (PPM - policy.targetPpm)) / PPM).passes(bad, valid);
  });
}
