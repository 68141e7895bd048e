import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { instantText, type Interval } from "#kernel";
import { request, withQuery } from "./request.ts";
import type {
  Environment,
  Maintenance,
  Operations,
  Page,
  Release,
  Sources,
  UnmatchedPaths,
  Version,
  VersionDiff,
} from "./wire.ts";

/** Below the address of an API. */
export function apiPath(api: string, ...rest: string[]): string {
  return ["/apis", api, ...rest].map((part, index) => (index === 0 ? part : encodeURIComponent(part))).join("/");
}

export function versionsQuery(api: string) {
  return queryOptions({
    queryKey: ["apis", "versions", api],
    queryFn: ({ signal }) => request<{ items: readonly Version[] }>(apiPath(api, "versions"), { signal }),
  });
}

/** Against the version before, unless another one is named. */
export function diffQuery(api: string, version: string, against: string | undefined) {
  const path = withQuery(apiPath(api, "versions", version, "diff"), { against });
  return queryOptions({
    queryKey: ["apis", "diff", path],
    queryFn: ({ signal }) => request<VersionDiff>(path, { signal }),
    retry: false,
  });
}

export function environmentsQuery(api: string) {
  return queryOptions({
    queryKey: ["apis", "environments", api],
    queryFn: ({ signal }) => request<{ items: readonly Environment[] }>(apiPath(api, "environments"), { signal }),
  });
}

/** What delivers records of an API. Its key is the traffic's: it changes with each record. */
export function sourcesQuery(api: string) {
  return queryOptions({
    queryKey: ["traffic", "sources", api],
    queryFn: ({ signal }) => request<Sources>(withQuery("/sources", { api }), { signal }),
  });
}

export function maintenanceQuery(api: string) {
  return queryOptions({
    queryKey: ["apis", "maintenance", api],
    queryFn: ({ signal }) => request<Page<Maintenance>>(apiPath(api, "maintenance"), { signal }),
  });
}

/** Releases of an API, the latest first; of a range where it is given. */
export function releasesQuery(api: string, range?: Interval) {
  const within = range === undefined ? {} : { from: instantText(range.from), to: instantText(range.to) };
  const path = withQuery(apiPath(api, "releases"), {
    ...within,
    environment: range && "production",
    limit: range ? 200 : 50,
  });
  return queryOptions({
    queryKey: ["apis", "releases", path],
    queryFn: ({ signal }) => request<Page<Release>>(path, { signal }),
  });
}

export function operationsQuery(api: string, { from, to }: Interval) {
  const path = withQuery(apiPath(api, "operations"), { from: instantText(from), to: instantText(to), limit: 200 });
  return queryOptions({
    queryKey: ["traffic", "operations", path],
    queryFn: ({ signal }) => request<Operations>(path, { signal }),
    placeholderData: keepPreviousData,
  });
}

export function unmatchedPathsQuery(api: string) {
  return queryOptions({
    queryKey: ["traffic", "unmatched", api],
    queryFn: ({ signal }) => request<UnmatchedPaths>(apiPath(api, "unmatched-paths"), { signal }),
  });
}
