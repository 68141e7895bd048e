import type { Interval } from "#kernel";
import type { Counts } from "./counts.ts";

/** What KPIs can be filtered and grouped by. A status is told as text: "503"; "0" = no answer. */
export const KPI_DIMENSIONS = ["client", "operation", "version", "plan", "status", "region", "release"] as const;
export type KpiDimension = (typeof KPI_DIMENSIONS)[number];

/** By dimension the names of which a request must have one. `__unattributed__`, `__untold__` and `__other__` are names too. */
export type KpiFilters = Readonly<Partial<Record<KpiDimension, readonly string[]>>>;

/** A question about one API. Instants in epoch ms; the range is widened to whole minutes. */
export interface KpiQuery extends Interval {
  readonly api: string;
  readonly filters?: KpiFilters;
  readonly groupBy?: KpiDimension;
  /** Length of a point of the series, a multiple of a minute; chosen so that there are at most 600 when absent. */
  readonly stepMs?: number;
  /** Whether the range of the same length just before is counted too. */
  readonly previous?: boolean;
  /** Who is registered; nobody when absent. */
  readonly register?: ClientRegister;
}

/** What is known of the names of clients in traffic. */
export interface ClientRegister {
  /** What the client of this name is called; clients that are called alike are one. */
  shownAs(name: string): string;
  /** Whether it stands for a registered client. */
  has(name: string): boolean;
}

/**
 * Milliseconds. `mean` is exact. The percentiles are within `bound` (relative) of the true ones; null where no
 * histogram knows these requests: durations are kept for the API, for each operation and for each client.
 */
export interface Latency {
  readonly p50: number | null;
  readonly p90: number | null;
  readonly p95: number | null;
  readonly p99: number | null;
  readonly mean: number;
  readonly bound: number;
}

/** How long the upstream took of it, ms: of `requests` requests, within `bound` (relative) of the true percentiles. */
export interface UpstreamTime {
  readonly p50: number;
  readonly p90: number;
  readonly p95: number;
  readonly p99: number;
  readonly requests: number;
  readonly bound: number;
}

/** Counts, and how long they took; null when no request tells a duration. */
export interface Figures extends Counts {
  readonly latencyMs: Latency | null;
}

/** Requests that have one name in the dimension. */
export interface KpiGroup extends Figures {
  readonly key: string;
  readonly responseBytes: number;
}

/** The requests of [at, at + stepMs) that lie in the range. */
export interface KpiPoint extends Figures {
  readonly at: number;
  /** Absent where nothing tells it. */
  readonly upstreamMs?: UpstreamTime;
}

/** Client applications in the range. `new`, `returning` and `lost` compare with the range before. */
export interface ClientFigures {
  /** Those with a name that made a request. */
  readonly active: number;
  /** Those of them that nobody registered. */
  readonly observed: number;
  readonly new?: number;
  readonly returning?: number;
  readonly lost?: number;
}

/** The answer. `from` and `to` are what was counted: whole minutes. */
export interface Kpis extends Figures, Interval {
  readonly responseBytes: number;
  /** Of a whole API behind a gateway; null where nothing tells it, or something is filtered. */
  readonly upstreamMs: UpstreamTime | null;
  readonly clients: ClientFigures;
  /** The range of the percentiles: wider than the counts by less than an hour at an edge older than 48 hours. */
  readonly latencyRange: Interval;
  readonly stepMs: number;
  /** Ascending; only points with requests. */
  readonly series: readonly KpiPoint[];
  /** By requests, descending; the first 1,000, then `__other__` with the exact sum of the rest. Empty without `groupBy`. */
  readonly groups: readonly KpiGroup[];
  /** How many names `__other__` sums up, as far as they were told apart. */
  readonly groupsSummedUp: number;
  readonly previous?: Counts & Interval;
  /** Times of which counts on disk cannot be read: every figure leaves them out. Empty unless a disk is damaged. */
  readonly damaged: readonly Interval[];
}

/** What requests that do not tell a dimension are listed under; of clients, `UNATTRIBUTED_NAME`. */
export const UNTOLD_NAME = "__untold__";
/** What requests that name no client are listed under. */
export const UNATTRIBUTED_NAME = "__unattributed__";
