import type { Interval } from "#kernel";
import type { LeftOutReason, Urgency } from "./alerts/pair.ts";
import type { BudgetingMethod } from "./objective.ts";

/**
 * What is most worth knowing, first to last: `notMeasured` (nothing of the window was watched), `unknown` (less than
 * nine tenths of what was observed), `noTraffic` (valid = 0), `exhausted` (nothing of the budget is left; at exactly
 * nothing the target is still met), `burning` (an alert fires), `partial` (observed for less than the window), `ok`.
 */
export type ObjectiveState = "ok" | "burning" | "exhausted" | "noTraffic" | "notMeasured" | "partial" | "unknown";

/** The window that a result is about, [from, to). A calendar one reaches from the start of its period to the last instant seen; `end` is the end of the period. */
export type ResultWindow =
  | { readonly kind: "rolling"; readonly length: string; readonly from: number; readonly to: number }
  | {
      readonly kind: "calendar";
      readonly every: string;
      readonly zone: string;
      readonly from: number;
      readonly to: number;
      readonly end: number;
    };

/** What exclusions took out of the window, and what would be left of the budget without them. */
export interface ExcludedResult {
  readonly valid: number;
  readonly bad: number;
  readonly remainingWithout: number;
}

/** A pair that an objective goes without, and why. */
export interface LeftOutResult {
  readonly urgency: Urgency;
  readonly longMs: number;
  readonly shortMs: number;
  readonly factor: number;
  readonly why: LeftOutReason;
}

/**
 * When an error budget is gone if the pace of the last `paceMs` goes on. It is the budget of the whole period: of the
 * projected one, where it is not over or not observed yet. See `forecast.ts`.
 */
export interface ForecastResult {
  /** The length of time whose pace is taken, ms: a day; shorter while less was observed, or when the rolling window is. */
  readonly paceMs: number;
  /** Burn rate over that time. */
  readonly paceBurnRate: number;
  /** When it is gone if nothing of the past is forgotten; the end of the window when it is gone already; null = not at this pace, or not within the period. */
  readonly goneAt: number | null;
  /** The same, while the past rolls out of a rolling window, on the steps of its tail; null for a calendar window, or when it never is. */
  readonly goneAtRollOff: number | null;
}

/** How far a calendar period is, and its budget. */
export interface ElapsedResult {
  /** Share of the period that is over, 0 to 1. */
  readonly elapsed: number;
  /** Share spent of the budget of the requests so far: the burn rate. */
  readonly consumed: number;
  /** Share spent of the whole period's budget, were the rest of it like the pace of the forecast. 0 without traffic. */
  readonly consumedOfPeriod: number;
}

/** One objective (or its instance for one client) as judged at the end of the walk. `OBJECTIVE` of the public contract. */
export interface ObjectiveResult {
  readonly name: string;
  readonly client?: string;
  readonly method: BudgetingMethod["kind"];
  readonly targetPpm: number;
  readonly window: ResultWindow;
  /** How much of the window was observed: the time since the first slot of the whole input, at most the window's length. */
  readonly observedMs: number;
  /** Of that, what the source watched. */
  readonly coveredMs: number;
  /** In the unit of the method: requests, or slices of time (a slice of RatioTimeslices is bad in part). */
  readonly valid: number;
  readonly bad: number;
  readonly good: number;
  /** Where slices are counted: the requests in them. */
  readonly requests?: { readonly valid: number; readonly bad: number };
  /** Share of the error budget left, 1 − burnRate: signed, never clamped; 1 when valid = 0. */
  readonly remaining: number;
  /** Bad ones still allowed: (1 − target) × valid − bad. */
  readonly remainingEvents: number;
  readonly burnRate: number;
  readonly state: ObjectiveState;
  /** Present when something was excluded from its window. */
  readonly excluded?: ExcludedResult;
  /** Of a whole API, unless it is a composite, had no traffic, or its pace was not measured. */
  readonly forecast?: ForecastResult;
  /** Of a whole API over a calendar window, where there is a forecast. */
  readonly period?: ElapsedResult;
  /** Of a whole API: pairs that it goes without. */
  readonly leftOut?: readonly LeftOutResult[];
  /** Only a share of the requests is seen: all figures are estimates. */
  readonly estimated?: true;
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
  /** How many clients had any request, good or bad; null where that is not known (one client's alert, counts without clients). */
  readonly activeClients: number | null;
  readonly clients: readonly Share[];
  readonly operations: readonly Share[];
  readonly statuses: readonly Share[];
  /** Empty where records do not tell their release. */
  readonly releases: readonly Share[];
  /** The oldest bad requests of the window were too many to keep: the shares are those of the later ones. */
  readonly bounded?: true;
}

/** Why an alert fired, with the figures behind the sentence. */
export interface Explanation {
  readonly text: string;
  /** Valid and bad requests in the long window at `firedAt`. */
  readonly n: number;
  readonly bad: number;
  /** The binomial guard's least number of bad requests for this n; 0 where slices are counted, of which it asks nothing. */
  readonly k: number;
  /** The error ratio f · e that both windows exceeded; 0 for an alert that no budget made. */
  readonly threshold: number;
  /**
   * If the errors stop at `firedAt` and traffic goes on as in the short window, the pair that fired ends so much later:
   * S · (1 − f · e ÷ r), on the grid; null for an alert that no budget made, and for composites.
   */
  readonly clearsAfterMs: number | null;
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

/**
 * What an alert is about: a burning budget; traffic that stays away; a source that delivers no more; and what is seen beside
 * all traffic: a probe that fails, a certificate that ends soon, a heartbeat that stays away.
 */
export type AlertKind =
  | "burnRate"
  | "trafficVanished"
  | "measurementLost"
  | "probeFailed"
  | "certificateExpiring"
  | "heartbeatMissing";

/** `ALERT` of the public contract: from firing to its end; muted ones too. */
export interface AlertResult {
  readonly objective: string;
  readonly kind: AlertKind;
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
