import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { Problem } from "../server/problem.ts";
import { request, withQuery } from "../server/request.ts";
import type { Key, ObservedClients, Organisation, Page, RegisteredClient } from "../server/wire.ts";

/** Where a registered client is asked for. */
export function clientPath(client: string): string {
  return `/clients/${encodeURIComponent(client)}`;
}

/** The registered client of this name, or that had it; null when none is registered. */
export function registeredClientQuery(client: string) {
  return queryOptions({
    queryKey: ["clients", client],
    // Asked of the list: that nobody registered it is an answer, and no fault that a browser would note.
    queryFn: async ({ signal }) => {
      const path = withQuery("/clients", { client, state: "all", limit: 1 });
      return (await request<Page<RegisteredClient>>(path, { signal })).items[0] ?? null;
    },
  });
}

/** The first registered clients by name: what the palette knows beside those of the range. */
export const registeredClientsQuery = queryOptions({
  queryKey: ["clients", "list"],
  queryFn: ({ signal }) => request<Page<RegisteredClient>>(withQuery("/clients", { limit: 200 }), { signal }),
  staleTime: 60_000,
});

/** The clients of an organisation, retired ones too. */
export function clientsOfQuery(organisation: string) {
  return queryOptions({
    queryKey: ["clients", "of", organisation],
    queryFn: ({ signal }) =>
      request<Page<RegisteredClient>>(withQuery("/clients", { organisation, state: "all", limit: 200 }), { signal }),
  });
}

/** The keys of a registered client, newest first. */
export function keysQuery(client: string) {
  return queryOptions({
    queryKey: ["clients", client, "keys"],
    queryFn: ({ signal }) => request<Page<Key>>(`${clientPath(client)}/keys`, { signal }),
  });
}

/** The first organisations by name; for a developer the own ones. */
export const organisationsQuery = queryOptions({
  queryKey: ["clients", "organisations"],
  queryFn: ({ signal }) => request<Page<Organisation>>(withQuery("/organisations", { limit: 200 }), { signal }),
});

/** The first organisations in whose name or title a text is found. */
export function organisationsFoundQuery(q: string) {
  return queryOptions({
    queryKey: ["clients", "organisations", q],
    queryFn: ({ signal }) => request<Page<Organisation>>(withQuery("/organisations", { q, limit: 20 }), { signal }),
    placeholderData: keepPreviousData,
  });
}

/** An organisation with its contacts. */
export function organisationQuery(organisation: string) {
  return queryOptions({
    queryKey: ["clients", "organisation", organisation],
    queryFn: ({ signal }) => request<Organisation>(`/organisations/${encodeURIComponent(organisation)}`, { signal }),
  });
}

/** Names in the traffic of an API that stand for no registered client. */
export function observedQuery(api: string) {
  return queryOptions({
    queryKey: ["clients", "observed", api],
    queryFn: ({ signal }) => request<ObservedClients>(`/apis/${encodeURIComponent(api)}/observed-clients`, { signal }),
    staleTime: 60_000,
  });
}

/** What is not there is an answer. */
export async function orNull<T>(ask: () => Promise<T>): Promise<T | null> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof Problem && error.status === 404) return null;
    throw error;
  }
}
