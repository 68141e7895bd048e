import { infiniteQueryOptions, queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import type { ProbeJson, ProbeResultJson } from "../../../src/probes/contract.ts";
import { request, withQuery } from "../server/request.ts";
import type { Page } from "../server/wire.ts";
import { say } from "../ui/toasts.tsx";

export type Probe = ProbeJson;
export type ProbeResult = ProbeResultJson;

/** The server keeps no more probes than this. */
const PROBES_MAX = 200;
const ROWS = 50;

/** What every change and every run makes stale. */
const PROBES_KEY = ["probes"] as const;

export const probesQuery = queryOptions({
  queryKey: [...PROBES_KEY, "all"],
  queryFn: ({ signal }) => request<Page<Probe>>(withQuery("/probes", { limit: PROBES_MAX }), { signal }),
});

export function probeQuery(probe: string) {
  return queryOptions({
    queryKey: [...PROBES_KEY, "one", probe],
    queryFn: ({ signal }) => request<Probe>(probePath(probe), { signal }),
  });
}

/** Runs of a probe, the latest first; `failed`: only those. */
export function resultsQuery(probe: string, failed: boolean) {
  return infiniteQueryOptions({
    queryKey: [...PROBES_KEY, "results", probe, failed],
    queryFn: ({ signal, pageParam }) => {
      const asked = { limit: ROWS, cursor: pageParam, ...(failed ? { failed: "true" } : {}) };
      return request<Page<ProbeResult>>(withQuery(`${probePath(probe)}/results`, asked), { signal });
    },
    initialPageParam: "",
    getNextPageParam: (last) => last.next,
  });
}

export function probePath(probe: string): string {
  return `/probes/${encodeURIComponent(probe)}`;
}

/** One change, and what is said when it is done. */
interface Change {
  readonly path: string;
  readonly method: "PUT" | "POST";
  readonly body?: object;
  readonly revision?: number | undefined;
  readonly done: string;
}

/** Makes changes of what asks from outside or is awaited, and asks again for all that they touch. */
export function useProbeChange<Answered = unknown>(then?: (answer: Answered) => void) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ path, method, body, revision }: Change) =>
      request<Answered>(path, {
        method,
        ...(body === undefined ? {} : { body }),
        ...(revision === undefined ? {} : { ifMatch: `"r${revision}"` }),
      }),
    onSuccess: (answer, { done }) => {
      if (done !== "") say(done);
      then?.(answer);
      void client.invalidateQueries({ queryKey: PROBES_KEY });
    },
  });
}

/**
 * Deletes what is looked at. The page is left before the server is asked: what is on the screen is asked for again as soon
 * as something changes, and would be asked for in vain. What goes wrong is said on the page that one comes to.
 */
export function useRemoval(leave: () => Promise<void>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async ({ path, revision }: { path: string; revision: number; done: string }) => {
      await leave();
      await request(path, { method: "DELETE", ifMatch: `"r${revision}"` });
    },
    onSuccess: (_answer, { done }) => {
      say(done);
      void client.invalidateQueries({ queryKey: PROBES_KEY });
    },
    onError: (error) => say(error.message),
  });
}
