/** How much an alert hurries: a page wakes somebody, a ticket waits for the morning. */
export type Urgency = "page" | "ticket";

/** A long and a short window that both burn too fast: the long one proves it, the short one says that it still goes on. */
export type AlertPair = BudgetPair | (PairWindows & BurnFactor);

/** A pair whose factor follows from a share of the budget. */
export type BudgetPair = PairWindows & BudgetShare;

/** What every pair has. */
interface PairWindows {
  readonly urgency: Urgency;
  readonly longMs: number;
  readonly shortMs: number;
  /** What its author calls it; the default pairs have no name. */
  readonly name?: string;
  /** A burn rate that equals the factor fires too. */
  readonly orEqual?: boolean;
}

/** "So much of the error budget within the long window": the factor follows from the objective's period. */
interface BudgetShare {
  readonly budgetPpm: number;
}

/** The factor itself, in millionths: 14.4 = 14,400,000. */
interface BurnFactor {
  readonly factorPpm: number;
}

/**
 * Why a pair is not used: `longerThanPeriod` (its long window exceeds the objective's), `tooSlow` (a factor below 0.9
 * would fire on what the budget allows), `unreachable` (not even an error ratio of 100 % exceeds it), `tooFewSlices`
 * (its short window holds less than five slices), `tooCoarse` (its short window is shorter than a slot of the counts).
 */
export type LeftOutReason = "longerThanPeriod" | "tooSlow" | "unreachable" | "tooFewSlices" | "tooCoarse";
