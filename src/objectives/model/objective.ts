import { type Calendar, nominalMs } from "#kernel";
import type { AlertPair } from "./alerts/pair.ts";
import type { Filter } from "./indicators/filter.ts";

/** Which requests an objective promises something about, and what makes one good. */
export type Indicator =
  /** Good and bad by class; the other classes are excluded. */
  | { readonly kind: "availability" }
  /** Of the requests that are good for availability and have a duration: good when it is ≤ thresholdUs. clientAborted is bad when slower, else excluded. */
  | { readonly kind: "latency"; readonly thresholdUs: number }
  /** By filters: of the records in `total`, those in `part` are good (bad); the others are bad (good). */
  | { readonly kind: "filters"; readonly total: Filter; readonly counts: "good" | "bad"; readonly part: Filter }
  /** Counted by another system (its type, such as "Prometheus"), by queries in its own language. Records cannot be judged by it; counts from there can. */
  | {
      readonly kind: "external";
      /** Its queries give numbers that go up and down (OpenSLO's `counter: false`), not running totals. */
      readonly gauge?: true;
      readonly type: string;
      readonly total: string;
      readonly counts: "good" | "bad";
      readonly part: string;
    }
  /** Its budget is spent at the weighted mean of its members' burn rates; it has no counts of its own. */
  | { readonly kind: "composite"; readonly members: readonly CompositeMember[] };

/** A part of a composite. */
export interface CompositeMember {
  /** Name of an objective of the same API. */
  readonly objective: string;
  /** More than 0; only its share of all weights matters. */
  readonly weight: number;
}

/** The time over which a budget is spent. */
export type ObjectiveWindow =
  /** The last `lengthMs`, a multiple of 10 s. */
  | { readonly kind: "rolling"; readonly lengthMs: number }
  /** From the start of the calendar period that holds the last instant seen. */
  | { readonly kind: "calendar"; readonly calendar: Calendar };

/**
 * What one unit of the budget is: a request; a slice of time, bad when its share of good requests is below
 * `sliceTargetPpm`; or a slice of time, as bad as its error ratio. Slices align to the epoch, belong to the window that
 * holds their start, and count in neither valid nor bad when empty. `sliceMs` is a multiple of 10 s.
 */
export type BudgetingMethod =
  | { readonly kind: "Occurrences" }
  | { readonly kind: "Timeslices"; readonly sliceMs: number; readonly sliceTargetPpm: number }
  | { readonly kind: "RatioTimeslices"; readonly sliceMs: number };

/** The target of an indicator over a window, for one API (or a part of its requests). */
export interface Objective {
  /** Unique, "orders/availability". */
  readonly name: string;
  readonly api: string;
  readonly indicator: Indicator;
  /** Only this operation, by its exact name. */
  readonly operation?: string;
  /** Only records that fit, besides `operation`. */
  readonly where?: Filter;
  /** Below 1,000,000: a target of 100 % is refused. */
  readonly targetPpm: number;
  readonly window: ObjectiveWindow;
  /** Absent: Occurrences. */
  readonly method?: BudgetingMethod;
  /** Absent: the default pairs that fit. */
  readonly pairs?: readonly AlertPair[];
  /** Also an instance for each client. */
  readonly perClient: boolean;
  /** The source delivers only this share of the requests (ppm): every figure is an estimate, and is labelled so. */
  readonly sampledPpm?: number;
}

/** Requests, when nothing else is said. */
export const OCCURRENCES: BudgetingMethod = { kind: "Occurrences" };

/** The length that burn-rate factors are computed with, ms: nominal for a calendar window (a month is 30 days). */
export function periodMsOf(window: ObjectiveWindow): number {
  return window.kind === "rolling" ? window.lengthMs : nominalMs(window.calendar);
}

/** Whether an objective speaks of all requests of its API. */
export function isWholeApi({ operation, where }: Pick<Objective, "operation" | "where">): boolean {
  return operation === undefined && where === undefined;
}
