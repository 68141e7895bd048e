import type { DropReason } from "#intake";
import type { Interval } from "#kernel";
import type { AlertResult, ObjectiveResult, Urgency, WhatIfRow } from "#objectives";
import type { Counts } from "#traffic";

export type { Counts } from "#traffic";

export interface LatencyMs {
  readonly p50: number;
  readonly p90: number;
  readonly p95: number;
  readonly p99: number;
  /** Relative: a figure is within ± this share of the true one. */
  readonly bound: number;
}

/** A line that was dropped, as an example of its reason. */
export interface DropExample {
  readonly file: string;
  readonly line: number;
  readonly reason: DropReason;
  readonly detail: string;
}

/** What `plimsoll replay` found, and what all its reports print. Instants are epoch ms here, RFC 3339 in JSON. */
export interface ReplayReport extends Counts {
  readonly from: number;
  /** End of the last slot with a request. */
  readonly to: number;
  readonly files: readonly string[];
  readonly assumed: readonly string[];
  readonly remarks: readonly string[];
  readonly lines: {
    readonly read: number;
    readonly kept: number;
    readonly dropped: Readonly<Partial<Record<DropReason, number>>>;
    readonly examples: readonly DropExample[];
    /** Kept, but not counted: another kind or environment than client traffic in production. */
    readonly aside: Readonly<Record<string, number>>;
  };
  readonly statuses: Readonly<Record<string, number>>;
  readonly responseBytes: number;
  readonly latencyMs: LatencyMs | null;
  /** "ip", "user", "key", "header:NAME", "field:NAME". */
  readonly clientsBy: string;
  readonly activeClients: number;
  readonly gaps: readonly Interval[];
  readonly apis: readonly (Counts & { readonly api: string })[];
  readonly objectives: readonly ObjectiveResult[];
  readonly alerts: readonly AlertResult[];
  readonly pages: readonly { readonly at: number; readonly urgency: Urgency; readonly alerts: readonly number[] }[];
  /** Worst first: most bad requests, then most requests. */
  readonly clients: readonly (Counts & { readonly client: string })[];
  readonly operations: readonly (Counts & { readonly operation: string })[];
  readonly supportable: readonly Supportable[];
  readonly whatIf: readonly TriedTargets[];
}

/** What the present target of an API's availability and a few others would have come to. */
export interface TriedTargets {
  readonly objective: string;
  /** How many outages the present target paged for. */
  readonly outages: number;
  readonly present: Pick<WhatIfRow, "targetPpm" | "remaining" | "load" | "outagesMissed">;
  readonly candidates: readonly TriedTargets["present"][];
}

/** The largest target that the history supports with this confidence. */
export interface Supportable {
  /** "availability", "latency within 300 ms". */
  readonly indicator: string;
  /** The limit of a latency indicator. */
  readonly withinMs?: number;
  readonly targetPpm: number;
  readonly confidence: number;
}

/** Series for the pictures; buckets are of one length, ascending, those without a request left out. */
export interface ReplaySeries {
  readonly bucketMs: number;
  readonly traffic: readonly TrafficPoint[];
  /** Null when the log has no durations. */
  readonly latency: readonly LatencyPoint[] | null;
  /** Of each API-level objective: the share of the budget left at each instant. */
  readonly burnDown: readonly {
    readonly objective: string;
    readonly points: readonly { readonly at: number; readonly remaining: number }[];
  }[];
  /** The clients with the most bad requests, at most 12. */
  readonly clients: readonly {
    readonly client: string;
    readonly points: readonly { readonly at: number; readonly valid: number; readonly bad: number }[];
  }[];
}

export interface TrafficPoint {
  readonly at: number;
  readonly good: number;
  readonly bad: number;
  readonly excluded: number;
  readonly clientFaults: number;
}

export interface LatencyPoint {
  readonly at: number;
  readonly p50: number;
  readonly p90: number;
  readonly p99: number;
}
