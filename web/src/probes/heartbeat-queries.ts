import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import type { BeatJson, HeartbeatJson } from "../../../src/probes/contract.ts";
import { request, withQuery } from "../server/request.ts";
import type { Page } from "../server/wire.ts";

export type Heartbeat = HeartbeatJson;

const ROWS = 50;

export const heartbeatsQuery = infiniteQueryOptions({
  queryKey: ["probes", "heartbeats"],
  queryFn: ({ signal, pageParam }) =>
    request<Page<Heartbeat>>(withQuery("/heartbeats", { limit: ROWS, cursor: pageParam }), { signal }),
  initialPageParam: "",
  getNextPageParam: (last) => last.next,
});

export function heartbeatQuery(heartbeat: string) {
  return queryOptions({
    queryKey: ["probes", "heartbeat", heartbeat],
    queryFn: ({ signal }) => request<Heartbeat>(heartbeatPath(heartbeat), { signal }),
  });
}

/** Signs that came, the latest first. */
export function beatsQuery(heartbeat: string) {
  return infiniteQueryOptions({
    queryKey: ["probes", "beats", heartbeat],
    queryFn: ({ signal, pageParam }) =>
      request<Page<BeatJson>>(withQuery(`${heartbeatPath(heartbeat)}/beats`, { limit: ROWS, cursor: pageParam }), {
        signal,
      }),
    initialPageParam: "",
    getNextPageParam: (last) => last.next,
  });
}

export function heartbeatPath(heartbeat: string): string {
  return `/heartbeats/${encodeURIComponent(heartbeat)}`;
}
