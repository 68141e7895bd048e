import { useInfiniteQuery } from "@tanstack/react-query";
import { alertsQuery } from "../server/queries.ts";
import type { Alert } from "../server/wire.ts";

/** Alerts that fire now, those that others mute left out: what somebody has to look at. Of one API, or of all. */
export function useFiringAlerts(api?: string): readonly Alert[] {
  const { data } = useInfiniteQuery(alertsQuery({ api, state: "firing" }));
  return data?.pages.flatMap(({ items }) => items.filter(({ mutedBy }) => mutedBy === null)) ?? [];
}
