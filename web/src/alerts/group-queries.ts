import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import type {
  AlertExplanationJson,
  GroupDetailJson,
  GroupJson,
} from "../../../src/alerting/contract/groups/contract.ts";
import { request, withQuery } from "../server/request.ts";
import type { Page } from "../server/wire.ts";

export type AlertGroup = GroupJson;
export type AlertGroupDetail = GroupDetailJson;

const ROWS = 50;

/** Groups of alerts, the newest first. */
export function groupsQuery(asked: { readonly state?: string | undefined; readonly api?: string | undefined }) {
  return infiniteQueryOptions({
    queryKey: ["alerts", "groups", asked],
    queryFn: ({ signal, pageParam }) =>
      request<Page<AlertGroup>>(withQuery("/groups", { ...asked, limit: ROWS, cursor: pageParam }), { signal }),
    initialPageParam: "",
    getNextPageParam: (last) => last.next,
  });
}

export function groupQuery(id: string) {
  return queryOptions({
    queryKey: ["alerts", "group", id],
    queryFn: ({ signal }) => request<AlertGroupDetail>(`/groups/${encodeURIComponent(id)}`, { signal }),
  });
}

/** Why an alert did or did not page. */
export function explanationQuery(id: string) {
  return queryOptions({
    queryKey: ["alerts", "explanation", id],
    queryFn: ({ signal }) => request<AlertExplanationJson>(`/alerts/${encodeURIComponent(id)}/explanation`, { signal }),
  });
}
