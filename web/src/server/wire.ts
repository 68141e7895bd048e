import type { RecordJson } from "../../../src/app/search/contract.ts";
import type {
  AlertJson,
  ListedObjectiveJson,
  ObjectiveDetailJson,
  ObjectiveJson,
  WhatIfJson,
} from "../../../src/objectives/contract.ts";

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

/** Promises, alerts and records as their own modules write them. */
export type Objective = ListedObjectiveJson;
export type ClientObjective = ObjectiveJson;
export type ObjectiveDetail = ObjectiveDetailJson;
export type WhatIf = WhatIfJson;
export type RequestRow = RecordJson;

/** An alert as the list and its own page show it. */
export interface Alert extends AlertJson {
  readonly id: string;
  readonly api?: string;
  readonly sentence?: string;
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
  readonly seq: number;
  readonly at: string;
  readonly actor: string;
  readonly actorKind: string;
  readonly action: string;
  readonly subject: string;
}

/** What the server says of itself: some fields are shown by name, the others as they come. */
export interface ServerState {
  readonly version: string;
  readonly startedAt: string;
  readonly now: string;
  readonly [field: string]: unknown;
}
