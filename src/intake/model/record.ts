/** What a line may fail for; nothing else. Kept + dropped = read. */
export const DROP_REASONS = [
  "malformed",
  "tooLong",
  "badTime",
  "future",
  "tooOld",
  "unknownApi",
  "notTheSource",
  "encoding",
] as const;
export type DropReason = (typeof DROP_REASONS)[number];

/** How the exchange ended, where the source knows more than the status. The index is the code in columns; 0 = not stated. */
export const OUTCOMES = [
  "",
  "served",
  "unauthenticated",
  "forbidden",
  "throttled",
  "quota",
  "upstreamError",
  "timeout",
  "clientAborted",
] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** Who sent the request. Only `client` is counted in KPIs and objectives. The index is the code in columns. */
export const KINDS = ["client", "probe", "drill", "canary"] as const;
export type Kind = (typeof KINDS)[number];

/** The environment that KPIs and objectives see. */
export const PRODUCTION = "production";

/** One HTTP exchange, as a decoder of lines hands it over. Absent = the line does not tell. */
export interface DecodedRecord {
  /** Start of the request, epoch ms, floored. Where a format logs the end: end − duration. */
  readonly at: number;
  readonly api?: string;
  readonly version?: string;
  readonly environment?: string;
  readonly region?: string;
  readonly release?: string;
  readonly kind?: Kind;
  /** "GET /orders/{id}", when the source states the operation itself; else method and path. */
  readonly operation?: string;
  readonly method?: string;
  /** Path as sent, without query and fragment. */
  readonly path?: string;
  /** 0 = no answer. */
  readonly status: number;
  /** Integer µs, rounded half up. */
  readonly durationUs?: number;
  /** Of the duration, what the upstream of a gateway took: integer µs, rounded half up. */
  readonly upstreamUs?: number;
  /** The client's name by the chosen attribution; absent = unattributed. */
  readonly client?: string;
  readonly plan?: string;
  readonly responseBytes?: number;
  readonly outcome?: Outcome;
  /** A load balancer's health check, known by its user agent. */
  readonly healthCheck?: boolean;
  /** Texts that only people search for (NDJSON records only). */
  readonly traceId?: string;
  readonly requestId?: string;
  readonly ip?: string;
  readonly userAgent?: string;
  /** Fields that no rule reads, by name (NDJSON records only). */
  readonly unknownFields?: readonly string[];
}

/** Why a line was dropped; `detail` says what is wrong with it and where (column from 1, in bytes), for a person. */
export interface Dropped {
  readonly drop: DropReason;
  readonly detail: string;
}

/** A line decoded: a record, or why it is none. */
export type Decoded = DecodedRecord | Dropped;

/** Instants that are believed: before `from` is `tooOld`, from `to` on is `future`. */
export interface Believed {
  readonly from: number;
  readonly to: number;
}
