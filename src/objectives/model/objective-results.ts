import { ceilTo, floorTo, type Interval } from "#kernel";
import { nameOf } from "./alert-result.ts";
import type { AlertBook } from "./alerts/alert-book.ts";
import type { Policy } from "./alerts/policy.ts";
import { type Budget, budgetAtRate, budgetOf } from "./budgets/budget.ts";
import { compositeBurn } from "./engine/composites.ts";
import type { Engine } from "./engine/engine.ts";
import { isUnknown, type Observed, observedIn } from "./engine/measured.ts";
import { RowSums, SlicedSums } from "./engine/row-sums.ts";
import type { SliceMethod } from "./engine/slices.ts";
import type { CountCells } from "./engine/walk.ts";
import { Forecasts } from "./forecasts.ts";
import type { Recorded } from "./recorded.ts";
import { leftOutResults } from "./left-out-results.ts";
import type { ExcludedResult, ObjectiveResult, ObjectiveState } from "./results.ts";
import { windowResult } from "./window-result.ts";

/** A walk that is over: the engine and the alerts at its end, and what was counted. */
export interface Walked {
  readonly engine: Engine;
  readonly book: AlertBook;
  readonly recorded: Recorded;
  readonly kept: CountCells;
  readonly excluded: CountCells;
}

/** What is to be said of each objective, and each of its clients, at the end of a walk. */
export class ObjectiveResults {
  readonly #walked: Walked;
  /** Requests that exclusions took out of each row's window, and, where slices are counted, the requests in them. */
  readonly #excluded: RowSums;
  readonly #requests: RowSums;
  /** What rows that count slices would come to without exclusions. */
  readonly #slicesWithout: SlicedSums;
  readonly #forecasts: Forecasts;

  constructor(walked: Walked) {
    const { kept, excluded, engine, recorded } = walked;
    this.#walked = walked;
    this.#forecasts = new Forecasts(engine, kept, recorded.span.to);
    this.#excluded = new RowSums(excluded, (row) => this.#spanOf(row));
    this.#requests = new RowSums(kept, (row) => this.#slicesSpanOf(row));
    this.#slicesWithout = new SlicedSums(
      [kept, excluded],
      (row) => (this.#excluded.of(row) === undefined ? null : this.#slicesSpanOf(row)),
      (row) => engine.policyOf(row).method as SliceMethod,
    );
  }

  all(): ObjectiveResult[] {
    return Array.from({ length: this.#walked.recorded.instances.length }, (_, row) => this.#result(row));
  }

  #result(row: number): ObjectiveResult {
    const { engine, recorded } = this.#walked;
    const policy = engine.policyOf(row);
    const window = windowResult(policy.window, recorded.span.to);
    const observed = observedIn(window, engine.startedAtOf(row), engine.coverageOf(row));
    const { valid, bad, budget } = this.#budget(row, policy);
    const { name, client } = nameOf(recorded, row);
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
      ...(client === undefined ? this.#forecasts.of(row, window) : {}),
      ...(client === undefined && policy.leftOut.length > 0 ? { leftOut: leftOutResults(policy) } : {}),
    };
  }

  /** What only some objectives have: requests behind slices, exclusions, the mark of a sample. */
  #beside(row: number, policy: Policy): Pick<ObjectiveResult, "requests" | "excluded" | "estimated"> {
    const { instances } = this.#walked.recorded;
    const requests =
      policy.method.kind === "Occurrences" ? undefined : (this.#requests.of(row) ?? { valid: 0, bad: 0 });
    const excluded = this.#excludedOf(row, policy);
    const sampled = instances.objectives[instances.objectiveOf(row)]?.sampledPpm !== undefined;
    return {
      ...(requests === undefined ? {} : { requests }),
      ...(excluded === undefined ? {} : { excluded }),
      ...(sampled ? { estimated: true } : {}),
    };
  }

  #budget(row: number, policy: Policy): { readonly valid: number; readonly bad: number; readonly budget: Budget } {
    const { engine } = this.#walked;
    const composite = engine.composite(row);
    if (composite === undefined) {
      const valid = engine.validOf(row, policy.period);
      const bad = engine.badOf(row, policy.period);
      return { valid, bad, budget: budgetOf(policy, valid, bad) };
    }
    const { valid, bad, burnRate } = compositeBurn(composite, engine, ({ period }) => period);
    return { valid, bad, budget: budgetAtRate(policy, { valid, bad, burnRate }) };
  }

  #excludedOf(row: number, policy: Policy): ExcludedResult | undefined {
    const taken = this.#excluded.of(row);
    if (taken === undefined) return undefined;
    const { engine } = this.#walked;
    const without =
      policy.method.kind === "Occurrences"
        ? {
            valid: engine.validOf(row, policy.period) + taken.valid,
            bad: engine.badOf(row, policy.period) + taken.bad,
          }
        : this.#slicesWithout.of(row);
    return { ...taken, remainingWithout: budgetOf(policy, without.valid, without.bad).remaining };
  }

  /** In the order of what serves a reader most: see `ObjectiveState`. */
  #state(row: number, facts: { observed: Observed; valid: number; exhausted: boolean }): ObjectiveState {
    const { book, engine, recorded } = this.#walked;
    const { observed, valid, exhausted } = facts;
    if (observed.coveredMs === 0) return "notMeasured";
    if (isUnknown(observed)) return "unknown";
    if (valid === 0) return "noTraffic";
    if (exhausted) return "exhausted";
    if (book.findFiring(row, "page") !== undefined || book.findFiring(row, "ticket") !== undefined) return "burning";
    const { window, periodMs } = engine.policyOf(row);
    const from = window.kind === "rolling" ? recorded.span.to - periodMs : engine.fromOf(row);
    return engine.startedAtOf(row) > from ? "partial" : "ok";
  }

  #spanOf(row: number): Interval {
    return { from: this.#walked.engine.fromOf(row), to: this.#walked.recorded.span.to };
  }

  /** The slices that start in the window and are over; null where no slices are counted. */
  #slicesSpanOf(row: number): Interval | null {
    const { method } = this.#walked.engine.policyOf(row);
    if (method.kind === "Occurrences") return null;
    const { from, to } = this.#spanOf(row);
    return { from: ceilTo(from, method.sliceMs), to: floorTo(to, method.sliceMs) };
  }
}
