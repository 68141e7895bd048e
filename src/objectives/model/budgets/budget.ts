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

/** `targetPpm` is below 1,000,000. */
export function budgetOf(targetPpm: number, valid: number, bad: number): Budget {
  const budgetPpm = PPM - targetPpm;
  const leftPpm = budgetPpm * valid - bad * PPM;
  const allowedPpm = budgetPpm * valid;
  return {
    good: valid - bad,
    burnRate: valid === 0 ? 0 : (bad * PPM) / allowedPpm,
    remaining: valid === 0 ? 1 : leftPpm / allowedPpm,
    remainingEvents: leftPpm / PPM,
    exhausted: valid > 0 && leftPpm <= 0,
  };
}
