import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import type {
  ImportedRoutingJson,
  RoutingJson,
  RoutingReplayJson,
  TrialJson,
} from "../../../src/alerting/contract/routing/contract.ts";
import { request } from "../server/request.ts";
import { say } from "../ui/toasts.tsx";

export type Routing = RoutingJson;
export type ImportedRouting = ImportedRoutingJson;
export type Trial = TrialJson;
export type RoutingReplay = RoutingReplayJson;

const ALERTS_KEY = ["alerts"] as const;

export const routingQuery = queryOptions({
  queryKey: [...ALERTS_KEY, "routing"],
  queryFn: ({ signal }) => request<Routing>("/routing", { signal }),
});

/** Asks something about a draft, or about what is saved. */
export function useRoutingQuestion<Answered>(
  path: "/routing/preview" | "/routing/trial" | "/routing/replay" | "/routing/import",
) {
  return useMutation({ mutationFn: (body: object) => request<Answered>(path, { method: "POST", body }) });
}

export function useSaveRouting(then: () => void) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ text, revision }: { text: string; revision: number }) =>
      request<Routing>("/routing", { method: "PUT", body: { text }, ifMatch: `"r${revision}"` }),
    onSuccess: () => {
      say("The routes are saved, and hold for what fires.");
      then();
      void client.invalidateQueries({ queryKey: ALERTS_KEY });
    },
  });
}
