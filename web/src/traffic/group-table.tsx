import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import type { Interval } from "#kernel";
import { ClientName } from "../clients/client-name.tsx";
import { groupColumns } from "../clients/group-columns.tsx";
import type { RecordsAsked } from "../records/records-search.ts";
import { type GroupBy, OTHER, UNTOLD } from "../server/wire.ts";
import { ListTable } from "../ui/list-table.tsx";
import { Answer, EmptyState, Skeleton } from "../ui/state.tsx";
import { useGroups } from "./use-kpis.ts";

interface GroupTableProps {
  readonly api: string;
  readonly groupBy: GroupBy;
  readonly interval: Interval;
  readonly only?: { readonly client?: string | undefined; readonly operation?: string | undefined };
  readonly order: string;
}

/** Traffic by one dimension, as a table that is sorted and exported. */
export function GroupTable({ api, groupBy, interval, only = {}, order }: GroupTableProps) {
  const query = useGroups(api, groupBy, only);
  const columns = groupColumns({
    head: groupBy,
    interval,
    name: (key) => groupName(api, groupBy, key),
    records: (key) => ({ ...only, ...recordsOf(groupBy, key) }),
  });
  return (
    <Answer query={query} skeleton={<Skeleton className="h-24" />}>
      {({ groups }) => (
        <ListTable
          caption={`Requests by ${groupBy}`}
          columns={columns}
          rows={groups}
          keyOf={({ key }) => key}
          order={order}
          file={`${api}-by-${groupBy}`}
          empty={
            <EmptyState title="No request in this range">
              <p>Choose a longer range above.</p>
            </EmptyState>
          }
        />
      )}
    </Answer>
  );
}

function groupName(api: string, groupBy: GroupBy, key: string): ReactNode {
  if (groupBy === "client") return <ClientName api={api} client={key} />;
  if (key === UNTOLD) return <span className="text-soft">not told</span>;
  if (key === OTHER) return <span className="text-soft">all others</span>;
  if (groupBy === "status") return key === "0" ? "no answer" : key;
  if (groupBy !== "operation") return <bdi>{key}</bdi>;
  return (
    <Link
      to={`/apis/${encodeURIComponent(api)}/traffic`}
      search={(before: Record<string, string>) => ({ ...before, operation: key, by: "client" })}
      className="door font-medium"
    >
      <bdi>{key}</bdi>
    </Link>
  );
}

/** The search of records knows some dimensions only; by the others one sees all records of the range. */
function recordsOf(groupBy: GroupBy, key: string): Omit<RecordsAsked, "interval"> {
  switch (groupBy) {
    case "client":
      return { client: key };
    case "operation":
      return { operation: key };
    case "status":
      return { status: key };
    case "version":
    case "plan":
    case "region":
    case "release":
      return {};
  }
}
