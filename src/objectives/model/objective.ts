/** Which requests an objective promises something about, and what makes one good. */
export type Indicator =
  /** Good and bad by class; the other classes are excluded. */
  | { readonly kind: "availability" }
  /** Of the requests that are good for availability and have a duration: good when it is ≤ thresholdUs. clientAborted is bad when slower, else excluded. */
  | { readonly kind: "latency"; readonly thresholdUs: number };

/** The target of an indicator over a rolling window, for one API (or one operation of it). Budgeting method: Occurrences. */
export interface Objective {
  /** Unique, "orders/availability". */
  readonly name: string;
  readonly api: string;
  readonly indicator: Indicator;
  /** Only this operation, by its exact name. */
  readonly operation?: string;
  /** Below 1,000,000: a target of 100 % is refused. */
  readonly targetPpm: number;
  /** Rolling; a multiple of 10 s. */
  readonly windowMs: number;
  /** Also an instance for each client. */
  readonly perClient: boolean;
}
