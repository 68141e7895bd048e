import type { Interval } from "#kernel";
import { absoluteSearch } from "../time/range.ts";

/** Which records are looked for; what is absent does not matter. */
export interface RecordsAsked {
  readonly interval: Interval;
  readonly client?: string | undefined;
  readonly operation?: string | undefined;
  readonly status?: string | undefined;
  readonly class?: string | undefined;
  readonly minDurationMs?: number | undefined;
  readonly release?: string | undefined;
}

/** What the search calls all classes that are bad for availability. */
export const BAD_CLASS = "bad";

/** The filters that an address of the search may hold, in the order of its fields. */
export const FILTERS = ["client", "operation", "status", "class", "minDurationMs", "traceId"] as const;

/** The search of an address that shows these records. Each filter is named, so that none of an earlier search stays. */
export function recordsSearch(asked: RecordsAsked): Record<string, string | undefined> {
  return {
    ...absoluteSearch(asked.interval),
    client: asked.client,
    operation: asked.operation,
    status: asked.status,
    class: asked.class,
    minDurationMs: asked.minDurationMs === undefined ? undefined : String(asked.minDurationMs),
  };
}
