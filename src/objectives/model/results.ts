import type { Interval } from "#kernel";

/**
 * What is most worth knowing, first to last: `noTraffic` (valid = 0), `exhausted` (nothing of the budget is left; at
 * exactly nothing the target is still met), `burning` (an alert fires), `partial` (observed for less than the window),
 * `ok`. `notMeasured` and `unknown` need coverage marks.
 */
export type ObjectiveState = "ok" | "burning" | "exhausted" | "noTraffic" | "notMeasured" | "partial" | "unknown";
export type Urgency = "page" | "ticket";

/** One objective (or its instance for one client) as judged at the end of the walk. `OBJECTIVE` of the public contract. */
export interface ObjectiveResult {
  readonly name: string;
  readonly client?: string;
  readonly method: "Occurrences";
  readonly targetPpm: number;
  readonly window: { readonly kind: "rolling"; readonly length: string; readonly from: number; readonly to: number };
  /** How much of the window was watched: the time since the first slot of the whole input, at most the window's length. */
  readonly observedMs: number;
  readonly valid: number;
  readonly bad: number;
  readonly good: number;
  /** Share of the error budget left, 1 − burnRate: signed, never clamped; 1 when valid = 0. */
  readonly remaining: number;
  /** Bad requests still allowed: (1 − target) × valid − bad. */
  readonly remainingEvents: number;
  readonly burnRate: number;
  readonly state: ObjectiveState;
}

/** One interval in which a pair of windows burned too fast. `to` null = it still does. */
export interface PairInterval {
  readonly longMs: number;
  readonly shortMs: number;
  readonly factor: number;
  readonly from: number;
  readonly to: number | null;
}

/** A share of the bad requests in the alert's long window. */
export interface Share {
  readonly key: string;
  readonly bad: number;
}

/** Who and what the bad requests of a window belong to: exact counts, the largest first, the first ten of each. */
export interface Blame {
  /** How many clients had a bad request: the blast radius. */
  readonly affectedClients: number;
  readonly clients: readonly Share[];
  readonly operations: readonly Share[];
  readonly statuses: readonly Share[];
}

/** Why an alert fired, with the figures behind the sentence. */
export interface Explanation {
  readonly text: string;
  /** Valid and bad requests in the long window at `firedAt`. */
  readonly n: number;
  readonly bad: number;
  /** The binomial guard's least number of bad requests for this n. */
  readonly k: number;
  readonly window: Interval;
  /** Who burned it. Empty for a client's alert that was muted. */
  readonly by: Blame;
}

/** What a person would get: the alerts that become audible at one instant with one urgency are one page or ticket. */
export interface PageResult {
  /** When it is sent. A client's alert may be held back a little: see `muting.ts`. */
  readonly at: number;
  readonly urgency: Urgency;
  /** Indexes in the list of alerts, ascending. */
  readonly alerts: readonly number[];
}

/** `ALERT` of the public contract: from firing to its end; muted ones too. */
export interface AlertResult {
  readonly objective: string;
  readonly client?: string;
  readonly urgency: Urgency;
  readonly firedAt: number;
  readonly endedAt: number | null;
  readonly end: "resolved" | "lapsed" | null;
  /** Name of the objective whose alert mutes this one ("orders/availability"). */
  readonly mutedBy: string | null;
  readonly pairs: readonly PairInterval[];
  readonly explanation: Explanation;
}
