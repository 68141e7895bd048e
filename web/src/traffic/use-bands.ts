import { useInfiniteQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import type { AlertBand } from "#charts";
import { instantText, type Interval } from "#kernel";
import { alertsQuery } from "../server/queries.ts";

/** Alerts of a whole API in a range, for shading charts; muted ones are left out. */
export function useBands(api: string, { from, to }: Interval): readonly AlertBand[] {
  const { data } = useInfiniteQuery(alertsQuery({ api, from: instantText(from), to: instantText(to) }));
  return useMemo(
    () =>
      (data?.pages.flatMap(({ items }) => items) ?? [])
        .filter(({ mutedBy, client }) => mutedBy === null && client === undefined)
        .map(({ firedAt, endedAt, urgency }) => ({
          from: Date.parse(firedAt),
          to: endedAt === null ? to : Date.parse(endedAt),
          urgency,
          label: "",
        })),
    [data, to],
  );
}
