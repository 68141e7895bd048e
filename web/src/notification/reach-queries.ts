import { infiniteQueryOptions, queryOptions, type QueryClient } from "@tanstack/react-query";
import type { z } from "zod";
import type {
  channelSchema,
  kindSchema,
  methodSchema,
  newMethodSchema,
  notificationSchema,
  orderedTestSchema,
  readinessSchema,
  rulesSchema,
  savedChannelSchema,
} from "../../../src/notification/contract.ts";
import { request, withQuery } from "../server/request.ts";
import type { Page } from "../server/wire.ts";

export type Method = z.output<typeof methodSchema>;
export type NewMethod = z.output<typeof newMethodSchema>;
export type Kind = z.output<typeof kindSchema>;
export type Field = Kind["form"]["address"][number];
export type Rules = z.output<typeof rulesSchema>;
export type Rule = Rules["page"][number];
export type Sent = z.output<typeof notificationSchema>;
export type OrderedTest = z.output<typeof orderedTestSchema>;
export type HouseChannel = z.output<typeof channelSchema>;
export type SavedChannel = z.output<typeof savedChannelSchema>;
export type Readiness = z.output<typeof readinessSchema>;

/** How often what is on its way is asked for, ms. */
const LOOK_MS = 1_000;
const READINESS_MAX = 200;
/** How often it is asked whether a way was verified elsewhere: by a link that was opened on a phone. */
const VERIFY_MS = 5_000;

export const methodsQuery = queryOptions({
  queryKey: ["methods"],
  queryFn: ({ signal }) => request<Page<Method>>("/me/methods", { signal }),
  refetchInterval: ({ state: { data } }) => {
    const waiting = data?.items.filter(({ verifiedAt }) => verifiedAt === null) ?? [];
    if (waiting.length === 0) return false;
    return waiting.some(({ proves }) => proves === "test") ? LOOK_MS : VERIFY_MS;
  },
});

export const rulesQuery = queryOptions({
  queryKey: ["methods", "rules"],
  queryFn: ({ signal }) => request<Rules>("/me/rules", { signal }),
  refetchInterval: ({ state: { data } }) =>
    data?.warnings.some(({ code }) => code === "not-verified") === true ? VERIFY_MS : false,
});

export const kindsQuery = queryOptions({
  queryKey: ["channel-kinds"],
  queryFn: ({ signal }) => request<Page<Kind>>("/channel-kinds", { signal }),
});

export const channelsQuery = queryOptions({
  queryKey: ["channels"],
  queryFn: ({ signal }) => request<Page<HouseChannel>>("/channels", { signal }),
});

export const readinessQuery = queryOptions({
  queryKey: ["methods", "readiness"],
  queryFn: ({ signal }) => request<Page<Readiness>>(withQuery("/readiness", { limit: READINESS_MAX }), { signal }),
});

/** What one was sent, newest first. */
export const sentQuery = infiniteQueryOptions({
  queryKey: ["methods", "sent"],
  queryFn: ({ signal, pageParam }) =>
    request<Page<Sent>>(withQuery("/me/notifications", { limit: 20, cursor: pageParam }), { signal }),
  initialPageParam: "",
  getNextPageParam: (last) => last.next,
});

/** What becomes of the messages of a test, asked again as long as one is on its way; `path` is whose they are. */
export function testQuery(path: string, subject: string) {
  return queryOptions({
    queryKey: ["methods", "test", path, subject],
    queryFn: ({ signal }) => request<Page<Sent>>(withQuery(path, { subject, limit: 50 }), { signal }),
    refetchInterval: ({ state: { data } }) =>
      data === undefined || data.items.some(({ state }) => state === "due") ? LOOK_MS : false,
  });
}

/** What every change of one's own ways makes stale. */
export function forgetWays(client: QueryClient): void {
  void client.invalidateQueries({ queryKey: ["methods"] });
}
