import { infiniteQueryOptions, queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import type { SilenceJson, SilencePreviewJson } from "../../../src/alerting/contract/silences/contract.ts";
import { request, withQuery } from "../server/request.ts";
import type { Page } from "../server/wire.ts";
import { say } from "../ui/toasts.tsx";

export type Silence = SilenceJson;
export type WrittenMatcher = Silence["matchers"][number];

const ROWS = 50;
/** What every change of a silence makes stale, and every alert. */
const ALERTS_KEY = ["alerts"] as const;

/** Silences: those that are not over, or the others. */
export function silencesQuery(state: "current" | "ended") {
  return infiniteQueryOptions({
    queryKey: [...ALERTS_KEY, "silences", state],
    queryFn: ({ signal, pageParam }) =>
      request<Page<Silence>>(withQuery("/silences", { state, limit: ROWS, cursor: pageParam }), { signal }),
    initialPageParam: "",
    getNextPageParam: (last) => last.next,
  });
}

/** What matchers would hide; asked when each of them is whole. */
export function silencePreviewQuery(matchers: readonly WrittenMatcher[]) {
  return queryOptions({
    queryKey: [...ALERTS_KEY, "silence-preview", matchers],
    queryFn: ({ signal }) =>
      request<SilencePreviewJson>("/silences/preview", { method: "POST", body: { matchers }, signal }),
    enabled: matchers.length > 0,
    retry: false,
  });
}

/** One change of silences, and what is said when it is done. */
interface Change {
  readonly path: string;
  readonly method: "POST" | "PUT" | "DELETE";
  readonly body?: object;
  readonly revision?: number;
  readonly done: string;
}

export function useSilenceChange(then?: () => void) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ path, method, body, revision }: Change) =>
      request(path, {
        method,
        ...(body === undefined ? {} : { body }),
        ...(revision === undefined ? {} : { ifMatch: `"r${revision}"` }),
      }),
    onSuccess: (_answer, { done }) => {
      say(done);
      then?.();
      void client.invalidateQueries({ queryKey: ALERTS_KEY });
    },
  });
}
