import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import type { SignalJson, SignalSourceJson } from "../../../src/alerting/contract.ts";
import { request, withQuery } from "../server/request.ts";
import type { Page } from "../server/wire.ts";

export type SignalSource = SignalSourceJson;
export type Signal = SignalJson;

/** There are no more sources than this. */
const SOURCES_MAX = 200;
const ROWS = 20;

/** What every change and every signal makes stale. */
export const SIGNALS_KEY = ["alerts", "signals"] as const;

export const sourcesQuery = queryOptions({
  queryKey: [...SIGNALS_KEY, "sources"],
  queryFn: ({ signal }) =>
    request<Page<SignalSource>>(withQuery("/signal-sources", { limit: SOURCES_MAX }), { signal }),
});

/** What was said, the latest first: by one source, or by all. */
export function signalsQuery(source: string | undefined) {
  return infiniteQueryOptions({
    queryKey: [...SIGNALS_KEY, "said", source],
    queryFn: ({ signal, pageParam }) =>
      request<Page<Signal>>(withQuery("/signals", { source, limit: ROWS, cursor: pageParam }), { signal }),
    initialPageParam: "",
    getNextPageParam: (last) => last.next,
  });
}

export function sourcePath(source: string): string {
  return `/signal-sources/${encodeURIComponent(source)}`;
}
