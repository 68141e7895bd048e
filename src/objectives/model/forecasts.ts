import { DAY_MS } from "#kernel";
import type { Policy } from "./alerts/policy.ts";
import { budgetOf } from "./budgets/budget.ts";
import { type ForecastPeriod, forecastOf, projectedValid } from "./budgets/forecast.ts";
import type { Past, PastQuery } from "./budgets/past-counts.ts";
import type { Engine } from "./engine/engine.ts";
import { isUnknown, observedIn } from "./engine/measured.ts";
import { objectiveWindowFrom, stepOf } from "./engine/windows.ts";
import type { ObjectiveResult, ResultWindow } from "./results.ts";

/** A forecast is made at the pace of this time. */
const PACE_MS = DAY_MS;

/** Forecasts of the objectives of whole APIs at an instant to which an engine has come. */
export class Forecasts {
  readonly #engine: Engine;
  readonly #at: number;
  readonly #pastOf: (row: number, query: PastQuery) => Past;

  /** `pastOf`: what was counted for a row; nothing for a composite. */
  constructor(engine: Engine, at: number, pastOf: (row: number, query: PastQuery) => Past) {
    this.#engine = engine;
    this.#at = at;
    this.#pastOf = pastOf;
  }

  /** Nothing where there is none to make: no traffic in the window, or its pace or the window was hardly watched. */
  of(row: number, window: ResultWindow): Pick<ObjectiveResult, "forecast" | "period"> {
    const policy = this.#engine.policyOf(row);
    const { buckets, pace: sums } = this.#pastOf(row, this.queryOf(row));
    const paceMs = this.#paceMs(row);
    const paced = this.#observed(row, this.#at - paceMs);
    const observed = this.#observed(row, window.from);
    const valid = buckets.reduce((sum, bucket) => sum + bucket.valid, 0);
    if (valid === 0 || paced.coveredMs === 0 || isUnknown(paced) || isUnknown(observed)) return {};
    const pace = { paceMs, watchedMs: paced.coveredMs, ...sums };
    const period = periodOf(policy, window, observed.observedMs);
    const forecast = forecastOf({ ...policy, at: this.#at, period, past: buckets, pace });
    if (period.kind === "rolling") return { forecast };
    const bad = buckets.reduce((sum, bucket) => sum + bucket.bad, 0);
    return {
      forecast,
      period: {
        elapsed: (this.#at - window.from) / (period.end - window.from),
        consumed: budgetOf(policy, valid, bad).burnRate,
        consumedOfPeriod: budgetOf(policy, projectedValid(valid, pace, period.end - this.#at), bad).burnRate,
      },
    };
  }

  /** Which counts of a row its forecast is made from. */
  queryOf(row: number): PastQuery {
    const { window, method } = this.#engine.policyOf(row);
    return {
      from: objectiveWindowFrom(window, this.#at),
      to: this.#at,
      bucketMs: stepOf(window.kind === "rolling" ? window.lengthMs : PACE_MS),
      paceFrom: this.#at - this.#paceMs(row),
      method,
    };
  }

  #paceMs(row: number): number {
    const { window } = this.#engine.policyOf(row);
    const longest = window.kind === "rolling" ? Math.min(PACE_MS, window.lengthMs) : PACE_MS;
    return Math.max(0, Math.min(longest, this.#at - this.#engine.startedAtOf(row)));
  }

  #observed(row: number, from: number): { readonly observedMs: number; readonly coveredMs: number } {
    return observedIn({ from, to: this.#at }, this.#engine.startedAtOf(row), this.#engine.coverageOf(row));
  }
}

function periodOf({ window, periodMs }: Policy, result: ResultWindow, observedMs: number): ForecastPeriod {
  if (window.kind === "rolling" || result.kind === "rolling") {
    return { kind: "rolling", lengthMs: periodMs, observedMs: Math.min(periodMs, observedMs) };
  }
  return { kind: "calendar", end: result.end };
}
