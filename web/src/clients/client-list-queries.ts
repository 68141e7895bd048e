import { infiniteQueryOptions, keepPreviousData, queryOptions } from "@tanstack/react-query";
import { instantText, type Interval } from "#kernel";
import { apiPath } from "../server/api-queries.ts";
import { request, withQuery } from "../server/request.ts";
import type { ActiveClients, Activity, ClientFigures, ClientsOfApi } from "../server/wire.ts";

const ROWS = 50;

/** Which registered clients, and in which order; the server's names. */
export interface ClientsAsked {
  readonly q?: string | undefined;
  readonly organisation?: string | undefined;
  readonly plan?: string | undefined;
  readonly state?: string | undefined;
  readonly sort?: string | undefined;
}

/** Registered clients as they are to an API, page by page. */
export function clientsOfApiQuery(api: string, asked: ClientsAsked) {
  return infiniteQueryOptions({
    queryKey: ["clients", "of-api", api, asked],
    queryFn: ({ signal, pageParam }) =>
      request<ClientsOfApi>(withQuery(apiPath(api, "clients"), { ...asked, limit: ROWS, cursor: pageParam }), {
        signal,
      }),
    initialPageParam: "",
    getNextPageParam: (last) => last.next,
    placeholderData: keepPreviousData,
  });
}

/** What a page of clients asked of an API in a range, and when each was seen last. */
export function clientFiguresQuery(api: string, { from, to }: Interval, clients: readonly string[]) {
  const search = new URLSearchParams({ from: instantText(from), to: instantText(to) });
  for (const client of clients) search.append("client", client);
  const path = `${apiPath(api, "client-figures")}?${search.toString()}`;
  return queryOptions({
    queryKey: ["traffic", "of-clients", path],
    queryFn: ({ signal }) => request<ClientFigures>(path, { signal }),
    placeholderData: keepPreviousData,
  });
}

/** By what activity is counted. */
export const PERIODS = ["day", "week", "month"] as const;
export type Period = (typeof PERIODS)[number];

/** Who came, came back and stayed away, in the periods up to the end of a range. */
export function activityQuery(api: string, period: Period, to: number) {
  const path = withQuery(apiPath(api, "client-activity"), { period, to: instantText(to) });
  return queryOptions({
    // Not under the topic of traffic: to count weeks anew for each record would be too much.
    queryKey: ["client-activity", path],
    queryFn: ({ signal }) => request<Activity>(path, { signal }),
    staleTime: 60_000,
    placeholderData: keepPreviousData,
  });
}

/** Which clients a number of the activity counts. */
export interface ActiveAsked {
  readonly period: Period;
  readonly figure: string;
  /** An instant of the period. */
  readonly at: string;
}

export function activeClientsQuery(api: string, asked: ActiveAsked) {
  return infiniteQueryOptions({
    queryKey: ["client-activity", "clients", api, asked],
    queryFn: ({ signal, pageParam }) =>
      request<ActiveClients>(
        withQuery(apiPath(api, "client-activity", "clients"), { ...asked, limit: ROWS, cursor: pageParam }),
        { signal },
      ),
    initialPageParam: "",
    getNextPageParam: (last) => last.next,
    staleTime: 60_000,
  });
}
