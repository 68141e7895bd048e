import { PPM } from "#kernel";
import type { PairRule, Policy } from "../alerts/policy.ts";
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
    sum.burn += (weight * (bad * PPM)) / (valid * policy.unit * (PPM - policy.targetPpm));
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
 * applies, one member at least must be past its own.
 */
export function decideCompositePair(
  composite: Composite,
  counts: WindowCounts,
  { rule, held, guarded, observedMs }: CompositePair,
): PairDecision {
  const long = compositeBurn(composite, counts, () => rule.long);
  const short = compositeBurn(composite, counts, () => rule.short);
  if (long.valid === 0) return held ? "lapses" : "stays";
  // A pair that its own target leaves out; members with higher targets could still burn that fast.
  if (rule.threshold.ratio >= 1) return held ? "ends" : "stays";
  if (short.valid === 0) return "stays";
  const { factor } = rule.threshold;
  // The partial rule: until the long window is full, what burnt must be too much for all of it.
  const share = held ? 1 : Math.min(1, observedMs / rule.pair.longMs);
  const burns = long.burnRate * share > factor && short.burnRate > factor;
  if (held) return burns ? "stays" : "ends";
  if (!burns || (guarded && !someMemberIsSure(composite, counts, rule))) return "stays";
  return "begins";
}

function someMemberIsSure({ members }: Composite, counts: WindowCounts, rule: PairRule): boolean {
  return members.some(({ row }) => {
    const own = counts.policyOf(row).rules.find(({ long }) => long === rule.long);
    return own?.guard.passes(counts.badOf(row, rule.long), counts.validOf(row, rule.long)) === true;
  });
}
