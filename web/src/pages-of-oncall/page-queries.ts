import { infiniteQueryOptions, keepPreviousData, queryOptions } from "@tanstack/react-query";
import type {
  EscalationJson,
  EscalationPreviewJson,
  PageJson,
  PageStoryJson,
  PerformanceJson,
} from "../../../src/escalation/contract.ts";
import { request, withQuery } from "../server/request.ts";
import type { Page } from "../server/wire.ts";

export type OncallPage = PageJson;
export type PageTold = PageStoryJson;
export type Escalation = EscalationJson;
export type EscalationPreview = EscalationPreviewJson;
export type Performance = PerformanceJson;

const ROWS = 50;
/** What is open at once is looked at whole. */
const OPEN_MAX = 200;

/** What every decision about a page makes stale: news of alerts are news of pages. */
export const PAGES_KEY = ["alerts", "pages"] as const;
export const ESCALATIONS_KEY = ["oncall", "escalations"] as const;

export const openPagesQuery = queryOptions({
  queryKey: [...PAGES_KEY, "open"],
  queryFn: ({ signal }) =>
    request<Page<OncallPage>>(withQuery("/pages", { state: "open", limit: OPEN_MAX }), { signal }),
});

/** Pages that are over, the newest first. */
export const endedPagesQuery = infiniteQueryOptions({
  queryKey: [...PAGES_KEY, "ended"],
  queryFn: ({ signal, pageParam }) => {
    const asked = { state: "ended", limit: ROWS, cursor: pageParam };
    return request<Page<OncallPage>>(withQuery("/pages", asked), { signal });
  },
  initialPageParam: "",
  getNextPageParam: (last) => last.next,
});

/** The pages of a group of alerts, the newest first. */
export function groupPagesQuery(group: string) {
  return queryOptions({
    queryKey: [...PAGES_KEY, "group", group],
    queryFn: ({ signal }) => request<Page<OncallPage>>(withQuery("/pages", { group, limit: ROWS }), { signal }),
  });
}

export function pageStoryQuery(page: string) {
  return queryOptions({
    queryKey: [...PAGES_KEY, "one", page],
    queryFn: ({ signal }) => request<PageTold>(pagePath(page), { signal }),
  });
}

export function pagePath(page: string): string {
  return `/pages/${encodeURIComponent(page)}`;
}

export const escalationsQuery = queryOptions({
  queryKey: [...ESCALATIONS_KEY, "all"],
  queryFn: ({ signal }) => request<Page<Escalation>>(withQuery("/escalations", { limit: OPEN_MAX }), { signal }),
});

export function escalationQuery(name: string) {
  return queryOptions({
    queryKey: [...ESCALATIONS_KEY, "one", name],
    queryFn: ({ signal }) => request<Escalation>(escalationPath(name), { signal }),
  });
}

export function escalationPath(name: string): string {
  return `/escalations/${encodeURIComponent(name)}`;
}

/** Whom a policy, or a draft of it, would tell, if a page began at an instant (RFC 3339; "" now). */
export function previewQuery(
  name: string,
  asked: { readonly at: string; readonly text?: string; readonly zone?: string },
) {
  const { at, ...draft } = asked;
  return queryOptions({
    queryKey: [...ESCALATIONS_KEY, "preview", name, asked],
    queryFn: ({ signal }) =>
      request<EscalationPreview>(`${escalationPath(name)}/preview`, {
        method: "POST",
        body: { ...draft, ...(at === "" ? {} : { at }) },
        signal,
      }),
    placeholderData: keepPreviousData,
    retry: false,
  });
}

export function performanceQuery(asked: { readonly from: string; readonly to: string; readonly zone: string }) {
  return queryOptions({
    queryKey: [...PAGES_KEY, "performance", asked],
    queryFn: ({ signal }) => request<Performance>(withQuery("/performance", asked), { signal }),
    placeholderData: keepPreviousData,
  });
}
