import { infiniteQueryOptions, keepPreviousData, queryOptions } from "@tanstack/react-query";
import { request, withQuery } from "../server/request.ts";
import type { Page } from "../server/wire.ts";
import type { Account, Invitation, Letter, Members, Offer, OwnSession, Person, Team } from "./wire.ts";

export const accountQuery = queryOptions({
  queryKey: ["account"],
  queryFn: ({ signal }) => request<Account>("/account", { signal }),
});

export const ownSessionsQuery = queryOptions({
  queryKey: ["account", "sessions"],
  queryFn: ({ signal }) => request<{ items: readonly OwnSession[] }>("/account/sessions", { signal }),
});

export function offerQuery(token: string) {
  return queryOptions({
    queryKey: ["invitation", token],
    queryFn: ({ signal }) => request<Offer>(withQuery("/invitation-offer", { token }), { signal }),
    retry: false,
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/** People, by name; `search` is a part of the name or address. */
export function peopleQuery(search: string | undefined) {
  return infiniteQueryOptions({
    queryKey: ["people", "list", search],
    queryFn: ({ signal, pageParam }) =>
      request<Page<Person>>(withQuery("/people", { search, limit: 50, cursor: pageParam }), { signal }),
    initialPageParam: "",
    getNextPageParam: (last) => last.next,
    placeholderData: keepPreviousData,
  });
}

/** Who acts for an organisation, and who was asked to. */
export function membersQuery(organisation: string) {
  return queryOptions({
    queryKey: ["clients", "people", organisation],
    queryFn: ({ signal }) => request<Members>(`/organisations/${encodeURIComponent(organisation)}/people`, { signal }),
  });
}

/** Those that wait to be accepted, newest first. */
export const invitationsQuery = infiniteQueryOptions({
  queryKey: ["people", "invitations"],
  queryFn: ({ signal, pageParam }) =>
    request<Page<Invitation>>(withQuery("/invitations", { limit: 50, cursor: pageParam }), { signal }),
  initialPageParam: "",
  getNextPageParam: (last) => last.next,
});

export const lettersQuery = queryOptions({
  queryKey: ["people", "letters"],
  queryFn: ({ signal }) => request<Page<Letter>>("/letters", { signal }),
});

export const teamsQuery = queryOptions({
  queryKey: ["people", "teams"],
  queryFn: ({ signal }) => request<Page<Team>>(withQuery("/teams", { limit: 200 }), { signal }),
});
