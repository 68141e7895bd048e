import type { AlertBook } from "../alerts/alert-book.ts";
import { type AlertTimes, alertTimes } from "../alerts/alert-times.ts";
import type { AlertPair } from "../alerts/pair.ts";
import { type Policy, sharedPolicies, windowsOf } from "../alerts/policy.ts";
import { budgetOf } from "../budgets/budget.ts";
import { objectiveWindowFrom } from "../engine/windows.ts";
import type { Objective, ObjectiveWindow } from "../objective.ts";
import { leftOutResults } from "../left-out-results.ts";
import type { LeftOutResult, ObjectiveResult, PageResult } from "../results.ts";
import { windowResult } from "../window-result.ts";
import type { RowHistory } from "./row-history.ts";
import { RowWindows } from "./row-windows.ts";
import { walkRow } from "./row-walk.ts";

/** What could be promised instead. What is absent stays as it is promised now. */
export interface Candidate {
  readonly targetPpm?: number;
  /** "default": the default pairs, whatever the objective has. */
  readonly pairs?: readonly AlertPair[] | "default";
  readonly window?: ObjectiveWindow;
  readonly guard: boolean;
}

/** An alert of a candidate. */
export interface WhatIfAlert extends AlertTimes {
  /** Whether somebody was told of it: by a page or ticket of its own, or by that of an alert which it only continues. */
  readonly told: boolean;
}

type BudgetResult = Pick<
  ObjectiveResult,
  "targetPpm" | "window" | "valid" | "bad" | "good" | "remaining" | "remainingEvents" | "burnRate"
>;

/** What a candidate would have come to: the budget at the end of the history, and what it would have told. */
export interface WhatIf extends BudgetResult {
  readonly guard: boolean;
  /** The pairs it is judged by. */
  readonly pairs: readonly AlertPair[];
  readonly leftOut: readonly LeftOutResult[];
  readonly alerts: readonly WhatIfAlert[];
  /** `alerts` are indexes in the list of alerts. */
  readonly pages: readonly PageResult[];
}

/**
 * Judges a candidate by a history, as `judge` would if the row stood alone: without other objectives or instances that
 * mute it. Refuses what `pairsFor` refuses: a target of 100 %, an unreachable pair asked for by name.
 */
export function whatIf(history: RowHistory, candidate: Candidate): WhatIf {
  const objective = promisedBy(history.objective, candidate);
  const policy = policyOf(objective, history.slotMs);
  const windows = new RowWindows(history, objective, policy);
  const book = walkRow({ history, policy, windows, guard: candidate.guard });
  return {
    ...budgetResult(history, policy),
    guard: candidate.guard,
    pairs: policy.rules.map(({ pair }) => pair),
    leftOut: leftOutResults(policy),
    ...told(windows, book),
  };
}

/** Whether a candidate pages at all; cheaper than `whatIf` where it does. */
export function pagesAtAll(history: RowHistory, candidate: Candidate): boolean {
  const objective = promisedBy(history.objective, candidate);
  const policy = policyOf(objective, history.slotMs);
  const windows = new RowWindows(history, objective, policy);
  const { pages } = walkRow({ history, policy, windows, guard: candidate.guard, untilPage: true });
  return pages.some(({ urgency }) => urgency === "page");
}

/** The objective with what a candidate changes. */
export function promisedBy(objective: Objective, { targetPpm, pairs, window }: Candidate): Objective {
  const { pairs: own, ...others } = objective;
  const chosen = pairs === "default" ? undefined : (pairs ?? own);
  return {
    ...others,
    targetPpm: targetPpm ?? objective.targetPpm,
    window: window ?? objective.window,
    ...(chosen === undefined ? {} : { pairs: chosen }),
  };
}

function policyOf(objective: Objective, slotMs: number): Policy {
  return sharedPolicies([objective], windowsOf([objective], slotMs), slotMs)[0] as Policy;
}

function budgetResult(history: RowHistory, policy: Policy): BudgetResult {
  const { to } = history.span;
  const until = history.slotsKnownAt(to);
  const from = Math.min(until, history.slotsBefore(objectiveWindowFrom(policy.window, to)));
  const valid = (history.valid[until] as number) - (history.valid[from] as number);
  const bad = (history.bad[until] as number) - (history.bad[from] as number);
  const { good, remaining, remainingEvents, burnRate } = budgetOf(policy, valid, bad);
  const window = windowResult(policy.window, to);
  return {
    targetPpm: policy.targetPpm,
    window,
    valid,
    bad: bad / policy.unit,
    good,
    remaining,
    remainingEvents,
    burnRate,
  };
}

function told(windows: RowWindows, book: AlertBook): Pick<WhatIf, "alerts" | "pages"> {
  const indexes = new Map(book.alerts.map((alert, index) => [alert, index]));
  return {
    alerts: book.alerts.map((alert) => ({
      ...alertTimes(windows, alert),
      told: alert.audibleAt !== null || alert.goesOn,
    })),
    pages: book.pages.map(({ at, urgency, alerts }) => ({
      at,
      urgency,
      alerts: alerts.map((alert) => indexes.get(alert) ?? -1).toSorted((a, b) => a - b),
    })),
  };
}
