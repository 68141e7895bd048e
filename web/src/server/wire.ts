import type { AlertResult, ObjectiveResult } from "../../../src/objectives/model/results.ts";

/** Instants by the name of their field: RFC 3339 with Z on the wire, epoch ms inside. */
type InstantField = "at" | "from" | "to" | "end" | "firedAt" | "endedAt" | "goneAt" | "goneAtRollOff";

/** A result of the engine as JSON writes it: its instants are text. */
export type Wire<T> = T extends readonly (infer Item)[]
  ? readonly Wire<Item>[]
  : T extends object
    ? { readonly [K in keyof T]: K extends InstantField ? TextOf<T[K]> : Wire<T[K]> }
    : T;

type TextOf<T> = T extends number ? string : T;

/** A page of a list. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly next: string | null;
}

/** Counts that add up: requests = good + bad + excluded, valid = good + bad. */
export interface Counts {
  readonly requests: number;
  readonly valid: number;
  readonly good: number;
  readonly bad: number;
  readonly excluded: number;
  readonly throttled: number;
  readonly clientFaults: number;
  /** good ÷ valid; null when nothing was valid. */
  readonly availability: number | null;
}

/** Percentiles in ms, null where no histogram knows; `bound` is the largest relative error of each. The mean is exact. */
export interface LatencyMs {
  readonly p50: number | null;
  readonly p90: number | null;
  readonly p95: number | null;
  readonly p99: number | null;
  readonly mean: number;
  readonly bound: number;
}

/** Where a record names no client; where it does not tell another dimension; what is beyond the limit of names. */
export const UNATTRIBUTED = "__unattributed__";
export const UNTOLD = "__untold__";
export const OTHER = "__other__";

/** What traffic can be told apart by. */
export type GroupBy = "client" | "operation" | "version" | "plan" | "status" | "region" | "release";

export interface Group extends Counts {
  readonly key: string;
  readonly latencyMs?: LatencyMs | null;
}

export interface SeriesPoint extends Counts {
  readonly at: string;
  readonly latencyMs?: LatencyMs | null;
}

export interface Kpis extends Counts {
  readonly from: string;
  readonly to: string;
  readonly latencyMs: LatencyMs | null;
  readonly clients: { readonly active: number; readonly observed: number };
  readonly responseBytes: number;
  /** Length of a point of the series. */
  readonly stepMs?: number;
  readonly groups?: readonly Group[];
  readonly series?: readonly SeriesPoint[];
  readonly previous?: Counts & {
    readonly latencyMs?: LatencyMs | null;
    readonly clients?: { readonly active: number; readonly observed: number };
  };
}

export interface Api {
  readonly api: string;
  readonly title: string | null;
  readonly createdAt: string;
  readonly revision: number;
}

export interface BurnRate {
  readonly windowMs: number;
  readonly valid: number;
  readonly bad: number;
  readonly burnRate: number;
}

/** An objective of an API, or its instance for one client. */
export interface Objective extends Wire<ObjectiveResult> {
  readonly id: string;
  readonly api: string;
  readonly sentence?: string;
  readonly forecastText?: string | null;
  readonly clients?: number;
  readonly burnRates?: readonly BurnRate[];
}

export interface ObjectiveDetail extends Objective {
  readonly burnDown?: readonly { readonly at: string; readonly remaining: number }[];
  readonly alerts?: readonly Alert[];
  readonly explanation?: string | null;
}

export interface Alert extends Wire<AlertResult> {
  readonly id: string;
  readonly api?: string;
  readonly sentence?: string;
}

export interface WhatIfRow {
  readonly targetPpm: number;
  readonly remaining: number;
  readonly load: { readonly pages: number; readonly tickets: number; readonly nightsWoken: number };
  readonly outagesMissed: number;
}

export interface WhatIf {
  readonly rows: readonly WhatIfRow[];
  readonly sentence?: string;
}

/** A request as the search tells it; fields that the source does not say are absent or null. */
export interface RequestRow {
  readonly at: string;
  readonly api: string;
  readonly operation: string | null;
  readonly client: string | null;
  readonly status: number | null;
  readonly class: string;
  readonly durationMs: number | null;
  readonly [field: string]: string | number | null | undefined;
}

export interface Session {
  readonly person: { readonly name: string };
  readonly csrf: string;
  readonly serverVersion: string;
}

/** Scopes of a token are the server's words; the console shows them as they are. */
export interface Token {
  readonly id: string;
  readonly name: string;
  readonly scopes?: readonly string[];
  readonly prefix?: string;
  readonly createdAt: string;
  readonly lastUsedAt?: string | null;
  /** Only in the answer that creates it. */
  readonly token?: string;
}

export interface Destination {
  readonly id: string;
  readonly name: string;
  readonly kind: string;
  readonly url?: string;
  readonly revision?: number;
  readonly [field: string]: unknown;
}

export interface Delivery {
  readonly id: string;
  readonly destination: string;
  readonly state: string;
  readonly at: string;
  readonly attempts?: number;
  readonly detail?: string | null;
}

export interface AuditEntry {
  readonly at: string;
  readonly who: string;
  readonly what: string;
  readonly subject?: string | null;
}

/** What the server says of itself: some fields are shown by name, the others as they come. */
export interface ServerState {
  readonly version: string;
  readonly startedAt: string;
  readonly now: string;
  readonly [field: string]: unknown;
}
