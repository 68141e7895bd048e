import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import type { z } from "zod";
import type { planSchema, subscriptionSchema, usageSchema } from "../../../src/plans/contract.ts";
import { request, withQuery } from "../server/request.ts";
import type { Page } from "../server/wire.ts";

export type Plan = z.output<typeof planSchema>;
export type Subscription = z.output<typeof subscriptionSchema>;
export type Usage = z.output<typeof usageSchema>;

/** The server keeps no more plans than this. */
const PLANS_MAX = 200;
const ROWS = 50;

/** What every change of a plan or a subscription makes stale. */
export const PLANS_KEY = ["plans"] as const;

/** Plans that are offered; for one API where it is given. */
export function plansQuery(api?: string) {
  return queryOptions({
    queryKey: [...PLANS_KEY, "offered", api ?? ""],
    queryFn: ({ signal }) => request<Page<Plan>>(withQuery("/plans", { api, limit: PLANS_MAX }), { signal }),
  });
}

export function planQuery(plan: string) {
  return queryOptions({
    queryKey: [...PLANS_KEY, "one", plan],
    queryFn: ({ signal }) => request<Plan>(`/plans/${encodeURIComponent(plan)}`, { signal }),
  });
}

/** Which subscriptions; the server's names. */
export interface SubscriptionsAsked {
  readonly waiting?: "true";
  readonly client?: string;
  readonly api?: string;
  readonly plan?: string;
}

export function subscriptionsQuery(asked: SubscriptionsAsked) {
  return infiniteQueryOptions({
    queryKey: [...PLANS_KEY, "subscriptions", asked],
    queryFn: ({ signal, pageParam }) =>
      request<Page<Subscription>>(withQuery("/subscriptions", { ...asked, limit: ROWS, cursor: pageParam }), {
        signal,
      }),
    initialPageParam: "",
    getNextPageParam: (last) => last.next,
  });
}

/** Where a client stands with its plan; null while it has none in use. */
export function usageQuery(api: string, client: string) {
  return queryOptions({
    queryKey: [...PLANS_KEY, "usage", api, client],
    queryFn: async ({ signal }): Promise<Usage | null> => {
      const path = withQuery(`/apis/${encodeURIComponent(api)}/usage`, { client });
      const { items } = await request<Page<Usage>>(path, { signal });
      return items[0] ?? null;
    },
    refetchInterval: 60_000,
  });
}
