import { useInfiniteQuery, useQueries } from "@tanstack/react-query";
import { subscriptionsQuery, usageQuery } from "../plans/plan-queries.ts";
import type { RegisteredClient } from "../server/wire.ts";
import type { OwnPlan } from "./own-sentence.ts";

/** So many subscriptions are looked into for the first line. */
const ASKED_MAX = 20;

/** The plans in use of own clients, each with its share of the quota as far as that is known. */
export function useOwnPlans(clients: readonly RegisteredClient[]): readonly OwnPlan[] {
  const { data } = useInfiniteQuery(subscriptionsQuery({}));
  const names = new Set(clients.map(({ client }) => client));
  const active = (data?.pages.flatMap(({ items }) => items) ?? []).filter(
    ({ state, client }) => state === "active" && names.has(client),
  );
  const asked = active.slice(0, ASKED_MAX);
  const usages = useQueries({ queries: asked.map(({ api, client }) => usageQuery(api, client)) });
  return active.map(({ client, api, plan }, i) => ({ client, api, plan, share: usages[i]?.data?.share ?? null }));
}
