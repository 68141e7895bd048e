import { infiniteQueryOptions, keepPreviousData, queryOptions } from "@tanstack/react-query";
import { instantText, type Interval } from "#kernel";
import { request, requestText, withQuery } from "./request.ts";
import type {
  Alert,
  AlertDetail,
  Api,
  AuditEntry,
  ClientObjective,
  Delivery,
  Destination,
  GroupBy,
  Kpis,
  Objective,
  ObjectiveDetail,
  Page,
  RequestRow,
  ServerState,
  PresentSession,
  Token,
  WhatIf,
} from "./wire.ts";

/** Of several equal lists that the interface pages through, so many at once. */
const PAGE_ROWS = 100;

/** The longest range that the server counts: a series by such a step is a point or two, and costs nothing to make. */
const WITHOUT_SERIES = "403d";

/** Every key begins with the topic of the stream that makes it stale; see stream.ts. */
export const sessionQuery = queryOptions({
  queryKey: ["session"],
  queryFn: ({ signal }) => request<PresentSession>("/session", { signal }),
  staleTime: Number.POSITIVE_INFINITY,
  retry: false,
});

export const apisQuery = queryOptions({
  queryKey: ["apis"],
  queryFn: ({ signal }) => request<Page<Api>>("/apis", { signal }),
  staleTime: 60_000,
});

export const serverQuery = queryOptions({
  queryKey: ["server"],
  queryFn: ({ signal }) => request<ServerState>("/server", { signal }),
  refetchInterval: 60_000,
});

/** What is asked of the traffic of an API. */
export interface KpisAsked {
  readonly api: string;
  readonly interval: Interval;
  readonly groupBy?: GroupBy | undefined;
  /** Absent: nobody looks at the series. */
  readonly stepMs?: number | undefined;
  readonly client?: string | undefined;
  readonly operation?: string | undefined;
}

export function kpisQuery(asked: KpisAsked) {
  const path = withQuery(`/apis/${encodeURIComponent(asked.api)}/kpis`, kpisSearch(asked));
  const subject = JSON.stringify([asked.api, asked.groupBy, asked.client, asked.operation]);
  return queryOptions({
    queryKey: ["traffic", subject, path],
    queryFn: ({ signal }) => request<Kpis>(path, { signal }),
    placeholderData: keptOf(subject),
  });
}

/**
 * What stands in for an answer while it comes: the one before, when it is of the same subject, the second part of the
 * key. Of another range one can look at it for a moment; under another name it would be wrong.
 */
function keptOf(subject: string) {
  return <T>(previous: T | undefined, query: { readonly queryKey: readonly unknown[] } | undefined): T | undefined =>
    query?.queryKey[1] === subject ? previous : undefined;
}

/** The search of the request for these figures. */
function kpisSearch(asked: KpisAsked): Record<string, string | undefined> {
  return {
    from: instantText(asked.interval.from),
    to: instantText(asked.interval.to),
    groupBy: asked.groupBy,
    step: asked.stepMs === undefined ? WITHOUT_SERIES : `${asked.stepMs / 60_000}m`,
    client: asked.client,
    operation: asked.operation,
  };
}

export function objectivesQuery(api: string) {
  return queryOptions({
    queryKey: ["objectives", api],
    queryFn: ({ signal }) =>
      request<{ at: string; items: readonly Objective[] }>(`/apis/${encodeURIComponent(api)}/objectives`, { signal }),
  });
}

export function objectiveQuery(api: string, id: string) {
  return queryOptions({
    queryKey: ["objectives", api, id],
    queryFn: ({ signal }) => request<ObjectiveDetail>(objectivePath(api, id), { signal }),
  });
}

/** The instances of an objective for clients, in an order of the server's. */
export function objectiveClientsQuery(api: string, id: string, sort: "remaining" | "valid" | "bad" | "client") {
  return infiniteQueryOptions({
    queryKey: ["objectives", api, id, "clients", sort],
    queryFn: ({ signal, pageParam }) =>
      request<Page<ClientObjective>>(
        withQuery(`${objectivePath(api, id)}/clients`, { sort, limit: PAGE_ROWS, cursor: pageParam }),
        { signal },
      ),
    initialPageParam: "",
    getNextPageParam: (last) => last.next,
  });
}

/** One client's instance of an objective; null while none is kept. */
export function clientObjectiveQuery(api: string, id: string, client: string) {
  return queryOptions({
    queryKey: ["objectives", api, id, "client", client],
    queryFn: async ({ signal }): Promise<ClientObjective | null> => {
      const path = withQuery(`${objectivePath(api, id)}/clients`, { client });
      const { items } = await request<Page<ClientObjective>>(path, { signal });
      return items[0] ?? null;
    },
  });
}

export function whatIfQuery(api: string, id: string, targetPpm: number) {
  return queryOptions({
    queryKey: ["objectives", api, id, "what-if", targetPpm],
    queryFn: ({ signal }) => request<WhatIf>(withQuery(`${objectivePath(api, id)}/what-if`, { targetPpm }), { signal }),
    placeholderData: keepPreviousData,
    staleTime: 60_000,
  });
}

/** Which alerts; the server's names. */
export interface AlertsAsked {
  readonly api?: string | undefined;
  readonly objective?: string | undefined;
  readonly client?: string | undefined;
  readonly state?: string | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

export function alertsQuery(asked: AlertsAsked, limit = PAGE_ROWS) {
  const subject = JSON.stringify([asked.api, asked.objective, asked.client]);
  return infiniteQueryOptions({
    queryKey: ["alerts", subject, asked, limit],
    queryFn: ({ signal, pageParam }) =>
      request<Page<Alert>>(withQuery("/alerts", { ...asked, limit, cursor: pageParam }), { signal }),
    initialPageParam: "",
    getNextPageParam: (last) => last.next,
    placeholderData: keptOf(subject),
  });
}

export function alertQuery(id: string) {
  return queryOptions({
    queryKey: ["alerts", "one", id],
    queryFn: ({ signal }) => request<AlertDetail>(`/alerts/${encodeURIComponent(id)}`, { signal }),
  });
}

/** The search of records; the filters are those of the address. */
export function recordsQuery(search: Readonly<Record<string, string | undefined>>) {
  return infiniteQueryOptions({
    queryKey: ["traffic", "records", search],
    queryFn: ({ signal, pageParam }) =>
      request<Page<RequestRow>>(withQuery("/records", { ...search, limit: PAGE_ROWS, cursor: pageParam }), { signal }),
    initialPageParam: "",
    getNextPageParam: (last) => last.next,
    placeholderData: keepPreviousData,
  });
}

export function objectivesFileQuery(api: string) {
  return queryOptions({
    queryKey: ["apis", api, "objectives-file"],
    queryFn: ({ signal }) => requestText(objectivesFilePath(api), { signal }),
    staleTime: Number.POSITIVE_INFINITY,
  });
}

export function objectivesFilePath(api: string): string {
  return `/apis/${encodeURIComponent(api)}/objectives-file`;
}

export const tokensQuery = settingsList<Token>("tokens");
export const destinationsQuery = settingsList<Destination>("destinations");
export const deliveriesQuery = settingsList<Delivery>("deliveries");

/** Changes, newest first; the filters are those of the address. */
export function auditQuery(filter: Readonly<Record<string, string | undefined>>) {
  return infiniteQueryOptions({
    queryKey: ["settings", "audit", filter],
    queryFn: ({ signal, pageParam }) =>
      request<Page<AuditEntry>>(withQuery("/audit", { ...filter, limit: PAGE_ROWS, cursor: pageParam }), { signal }),
    initialPageParam: "",
    getNextPageParam: (last) => last.next,
    placeholderData: keepPreviousData,
  });
}

function settingsList<T>(name: string) {
  return queryOptions({
    queryKey: ["settings", name],
    queryFn: ({ signal }) => request<Page<T>>(`/${name}`, { signal }),
  });
}

function objectivePath(api: string, id: string): string {
  return `/apis/${encodeURIComponent(api)}/objectives/${encodeURIComponent(id)}`;
}
