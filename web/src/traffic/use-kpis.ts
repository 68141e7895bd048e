import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { kpisQuery } from "../server/queries.ts";
import type { GroupBy } from "../server/wire.ts";
import { stepMs } from "../time/range.ts";
import { useRange } from "../time/use-range.ts";
import { slotsOf } from "./series-of.ts";

/** The traffic of an API over the page's range, as a series; what it is restricted to may be absent. */
export function useKpis(api: string, only: { client?: string | undefined; operation?: string | undefined } = {}) {
  const { interval, previous, compare } = useRange();
  const step = stepMs(interval);
  const query = useQuery(kpisQuery({ api, interval, stepMs: step, ...only }));
  // Asked for by itself: so its percentiles and clients are known, too.
  const before = useQuery({ ...kpisQuery({ api, interval: previous, ...only }), enabled: compare });
  const slots = useMemo(() => (query.data === undefined ? undefined : slotsOf(query.data)), [query.data]);
  return { query, slots, before: compare ? before.data : undefined };
}

/** The traffic by one of its dimensions, without a series. */
export function useGroups(
  api: string,
  groupBy: GroupBy,
  only: { client?: string | undefined; operation?: string | undefined } = {},
) {
  const { interval } = useRange();
  return useQuery(kpisQuery({ api, interval, groupBy, ...only }));
}
