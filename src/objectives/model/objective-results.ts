import { nameOf } from "./alert-result.ts";
import type { AlertBook } from "./alerts/alert-book.ts";
import type { Policy } from "./alerts/policy.ts";
import { type Budget, budgetAtRate, budgetOf } from "./budgets/budget.ts";
import { compositeBurn } from "./engine/composites.ts";
import type { Engine } from "./engine/engine.ts";
import { isUnknown, type Observed, observedIn } from "./engine/measured.ts";
import type { SliceVerdict } from "./engine/slices.ts";
import { leftOutResults } from "./left-out-results.ts";
import type { Recorded } from "./recorded.ts";
import type { ExcludedResult, ObjectiveResult, ObjectiveState, ResultWindow } from "./results.ts";
import { windowResult } from "./window-result.ts";

/** What an engine does not know of a row. */
export interface BesideSums {
  /** Where slices are counted: the requests in those of the window; undefined where that is not known. */
  readonly requestsOf: (row: number) => SliceVerdict | undefined;
  /** Undefined when nothing was taken out of its window, or that is not known. */
  readonly excludedOf: (row: number) => ExcludedSums | undefined;
  /** Asked for rows of whole APIs. */
  readonly forecastOf: (row: number, window: ResultWindow) => Pick<ObjectiveResult, "forecast" | "period">;
}

/** What exclusions took out of a row's window, in requests, and what would be in it without them, in the unit of its budget. */
export interface ExcludedSums {
  readonly taken: SliceVerdict;
  readonly without: SliceVerdict;
}

/** What results are told from: an engine and its alerts, both at `at`. */
export interface ResultTerms {
  readonly engine: Engine;
  readonly book: Pick<AlertBook, "findFiring">;
  readonly at: number;
  readonly clientName: Recorded["clientName"];
  readonly beside: BesideSums;
}

/** What is to be said of an objective, and each of its clients, at an instant. */
export class ObjectiveResults {
  readonly #terms: ResultTerms;

  constructor(terms: ResultTerms) {
    this.#terms = terms;
  }

  /** By row. */
  all(): ObjectiveResult[] {
    return Array.from({ length: this.#terms.engine.instances.length }, (_, row) => this.of(row));
  }

  of(row: number): ObjectiveResult {
    const { engine, at, beside } = this.#terms;
    const policy = engine.policyOf(row);
    const window = windowResult(policy.window, at);
    const observed = observedIn(window, engine.startedAtOf(row), engine.coverageOf(row));
    const { valid, bad, budget } = this.#budget(row, policy);
    const { name, client } = nameOf({ instances: engine.instances, clientName: this.#terms.clientName }, row);
    const longest = policy.window.kind === "rolling" ? policy.periodMs : Number.POSITIVE_INFINITY;
    return {
      name,
      ...(client === undefined ? {} : { client }),
      method: policy.method.kind,
      targetPpm: policy.targetPpm,
      window,
      observedMs: Math.min(observed.observedMs, longest),
      coveredMs: Math.min(observed.coveredMs, longest),
      valid,
      bad: bad / policy.unit,
      good: budget.good,
      remaining: budget.remaining,
      remainingEvents: budget.remainingEvents,
      burnRate: budget.burnRate,
      state: this.#state(row, { observed, valid, exhausted: budget.exhausted }),
      ...this.#beside(row, policy),
      ...(client === undefined ? beside.forecastOf(row, window) : {}),
      ...(client === undefined && policy.leftOut.length > 0 ? { leftOut: leftOutResults(policy) } : {}),
    };
  }

  /** What only some objectives have: requests behind slices, exclusions, the mark of a sample. */
  #beside(row: number, policy: Policy): Pick<ObjectiveResult, "requests" | "excluded" | "estimated"> {
    const { engine, beside } = this.#terms;
    const { instances } = engine;
    const requests = policy.method.kind === "Occurrences" ? undefined : beside.requestsOf(row);
    const excluded = excludedResult(policy, beside.excludedOf(row));
    const sampled = instances.objectives[instances.objectiveOf(row)]?.sampledPpm !== undefined;
    return {
      ...(requests === undefined ? {} : { requests }),
      ...(excluded === undefined ? {} : { excluded }),
      ...(sampled ? { estimated: true } : {}),
    };
  }

  #budget(row: number, policy: Policy): { readonly valid: number; readonly bad: number; readonly budget: Budget } {
    const { engine } = this.#terms;
    const composite = engine.composite(row);
    if (composite === undefined) {
      const valid = engine.validOf(row, policy.period);
      const bad = engine.badOf(row, policy.period);
      return { valid, bad, budget: budgetOf(policy, valid, bad) };
    }
    const { valid, bad, burnRate } = compositeBurn(composite, engine, ({ period }) => period);
    return { valid, bad, budget: budgetAtRate(policy, { valid, bad, burnRate }) };
  }

  /** In the order of what serves a reader most: see `ObjectiveState`. */
  #state(row: number, facts: { observed: Observed; valid: number; exhausted: boolean }): ObjectiveState {
    const { book, engine, at } = this.#terms;
    const { observed, valid, exhausted } = facts;
    if (observed.coveredMs === 0) return "notMeasured";
    if (isUnknown(observed)) return "unknown";
    if (valid === 0) return "noTraffic";
    if (exhausted) return "exhausted";
    if (book.findFiring(row, "page") !== undefined || book.findFiring(row, "ticket") !== undefined) return "burning";
    const { window, periodMs } = engine.policyOf(row);
    const from = window.kind === "rolling" ? at - periodMs : engine.fromOf(row);
    return engine.startedAtOf(row) > from ? "partial" : "ok";
  }
}

function excludedResult(policy: Policy, sums: ExcludedSums | undefined): ExcludedResult | undefined {
  if (sums === undefined) return undefined;
  const { taken, without } = sums;
  return { ...taken, remainingWithout: budgetOf(policy, without.valid, without.bad).remaining };
}
