import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import type { ReleaseMark } from "#charts";
import { ceilTo, floorTo, type Interval, MINUTE_MS } from "#kernel";
import { useMay } from "../identity/use-may.ts";
import { releasesQuery } from "../server/api-queries.ts";

const NONE: readonly ReleaseMark[] = [];

/** Releases of an API that went to production in a range, for marking charts; none for whoever may not read them. */
export function useReleases(api: string, { from, to }: Interval): readonly ReleaseMark[] {
  const may = useMay()("release:read");
  const range = { from: floorTo(from, MINUTE_MS), to: ceilTo(to, MINUTE_MS) };
  const { data } = useQuery({ ...releasesQuery(api, range), enabled: may && api !== "" });
  return useMemo(
    () => data?.items.map(({ at, release }) => ({ at: Date.parse(at), label: release })).toReversed() ?? NONE,
    [data],
  );
}
