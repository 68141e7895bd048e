import { useQuery } from "@tanstack/react-query";
import { registeredClientsQuery } from "../clients/register-queries.ts";
import { kpisQuery, objectivesQuery } from "../server/queries.ts";
import type { GroupBy } from "../server/wire.ts";
import { useRange } from "../time/use-range.ts";
import type { Target } from "./found.ts";
import { usePlaces } from "./use-places.ts";
import { useApis, useCurrentApi } from "./use-api.ts";

/** All that the palette finds: pages, APIs, and of the current API its objectives, operations and clients of the range. */
export function useTargets(): readonly Target[] {
  const api = useCurrentApi();
  const apis = useApis();
  const groups = usePlaces();
  const base = `/apis/${encodeURIComponent(api ?? "")}`;
  const { data: objectives } = useQuery({ ...objectivesQuery(api ?? ""), enabled: api !== undefined });
  const { data: registered } = useQuery(registeredClientsQuery);
  const names = registered?.items.map(({ client }) => client) ?? [];
  const clients = [...new Set([...useKeys(api, "client"), ...(api === undefined ? [] : names)])];
  const organisations = [...new Set(registered?.items.map(({ organisation }) => organisation))];
  const operations = useKeys(api, "operation");
  return [
    ...groups.flatMap(({ name: group, places }) =>
      places.map(({ name, path }) => ({ kind: "page", name: group === "Settings" ? `Settings: ${name}` : name, path })),
    ),
    ...(apis?.items.map((each) => ({
      kind: "API",
      name: each.title ?? each.api,
      path: `/apis/${encodeURIComponent(each.api)}`,
    })) ?? []),
    ...(objectives?.items.map(({ id }) => ({
      kind: "objective",
      name: id,
      path: `${base}/objectives/${encodeURIComponent(id)}`,
    })) ?? []),
    ...clients.map((name) => ({ kind: "client", name, path: `${base}/clients/${encodeURIComponent(name)}` })),
    ...organisations.map((name) => ({ kind: "organisation", name, path: `/organisations/${name}` })),
    ...operations.map((name) => ({
      kind: "operation",
      name,
      path: `${base}/traffic?operation=${encodeURIComponent(name)}`,
    })),
  ];
}

function useKeys(api: string | undefined, groupBy: GroupBy): readonly string[] {
  const { interval } = useRange();
  const { data } = useQuery({ ...kpisQuery({ api: api ?? "", interval, groupBy }), enabled: api !== undefined });
  return data?.groups?.map(({ key }) => key).filter((key) => key !== "") ?? [];
}
