import { PPM } from "#kernel";

/** What is left of an error budget. All from two counts and a target; each division comes last. */
export interface Budget {
  readonly good: number;
  /** Error ratio ÷ what the target allows; 0 when valid = 0. */
  readonly burnRate: number;
  /** 1 − burnRate: signed, never clamped; 1 when valid = 0. */
  readonly remaining: number;
  /** Bad requests still allowed, signed. */
  readonly remainingEvents: number;
  /** Nothing is left: bad ≥ what is allowed. Exactly nothing left still meets the target. False when valid = 0. */
  readonly exhausted: boolean;
}

/** Whether the target is missed: more was bad than the budget allows. Exactly nothing left still meets it. */
export function isBreached({ remainingEvents }: Pick<Budget, "remainingEvents">): boolean {
  return remainingEvents < 0;
}

/** The terms of a budget: a target below 1,000,000 ppm, and in how many parts a valid unit can be bad (1 when absent). */
export interface BudgetTerms {
  readonly targetPpm: number;
  readonly unit?: number;
}

/** The budget of `valid` units, `bad` parts of which were bad. */
export function budgetOf({ targetPpm, unit = 1 }: BudgetTerms, valid: number, bad: number): Budget {
  const budgetPpm = PPM - targetPpm;
  const allowedPpm = budgetPpm * valid * unit;
  const leftPpm = allowedPpm - bad * PPM;
  return {
    good: valid - bad / unit,
    burnRate: valid === 0 ? 0 : (bad * PPM) / allowedPpm,
    remaining: valid === 0 ? 1 : leftPpm / allowedPpm,
    remainingEvents: leftPpm / (PPM * unit),
    exhausted: valid > 0 && leftPpm <= 0,
  };
}

/** The budget of a composite: its burn rate is a mean of others', and its events are what is left of that share of its own target's. */
export function budgetAtRate(
  { targetPpm }: BudgetTerms,
  { valid, bad, burnRate }: { readonly valid: number; readonly bad: number; readonly burnRate: number },
): Budget {
  const remaining = 1 - burnRate;
  return {
    good: valid - bad,
    burnRate,
    remaining,
    remainingEvents: (remaining * (PPM - targetPpm) * valid) / PPM,
    exhausted: valid > 0 && remaining <= 0,
  };
}
