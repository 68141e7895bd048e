import type { RecordColumns } from "../model/columns.ts";

/** Outcomes that a table of accepted rows has room for. */
const OUTCOMES_MAX = 16;
const STATUSES_MAX = 1_000;

/** The size of `RecordQuery.accepts`. */
export const ACCEPTS_SIZE = STATUSES_MAX * OUTCOMES_MAX * 2;

/** Where `RecordQuery.accepts` says whether such a row is looked for. */
export function acceptIndex(status: number, outcome: number, healthCheck: number): number {
  return (status * OUTCOMES_MAX + outcome) * 2 + healthCheck;
}

/** What records are looked for: all that is said must fit. Names that the log never met fit nothing. */
export interface RecordQuery {
  readonly from: number;
  /** Exclusive. */
  readonly to: number;
  readonly api?: string;
  /** One of these; null: records that name no client. */
  readonly clients?: readonly string[] | null;
  readonly operation?: string;
  /** By `acceptIndex`, 1 = looked for; what a class or a status means is known further up. */
  readonly accepts?: Uint8Array;
  readonly minDurationUs?: number;
  readonly traceId?: string;
  readonly limit: number;
  /** `next` of the page before. */
  readonly cursor?: string;
}

/** A page of what was found. */
export interface RecordPage {
  /** Newest first: by `at`, then by place in the log. */
  readonly columns: RecordColumns;
  /** Goes on with the older ones; null when there are none. A page may be empty and still have one: so far nothing fits. */
  readonly next: string | null;
  /** Rows that were looked at for this page. */
  readonly scanned: number;
  /** Whether all that fits was found; false also where the work of one call was used up before the page was full. */
  readonly complete: boolean;
}
