import { useInfiniteQuery } from "@tanstack/react-query";
import { countText, ratioText } from "#kernel";
import { ClientName } from "../clients/client-name.tsx";
import { objectiveClientsQuery } from "../server/queries.ts";
import type { ClientObjective } from "../server/wire.ts";
import { Button } from "../ui/button.tsx";
import type { Column } from "../ui/column.ts";
import { ListTable } from "../ui/list-table.tsx";
import { Section } from "../ui/section.tsx";
import { Answer, Skeleton } from "../ui/state.tsx";
import { BudgetLeft } from "./budget-left.tsx";
import { harmRank } from "./objective-look.ts";
import { ObjectiveState } from "./objective-state.tsx";

interface ClientBudgetsProps {
  readonly api: string;
  readonly id: string;
  readonly count: number;
  /** Clients that came when there were too many to have a budget. */
  readonly leftOut: number;
}

/** The budget of each client, the least left first. */
export function ClientBudgets({ api, id, count, leftOut }: ClientBudgetsProps) {
  const query = useInfiniteQuery(objectiveClientsQuery(api, id, "remaining"));
  return (
    <Section title={`Budgets of ${countText(count)} ${count === 1 ? "client" : "clients"}`}>
      {leftOut > 0 && (
        <p className="text-soft">
          {countText(leftOut)} more came when there were as many as the settings allow: their requests count for the
          API, and they have no budget of their own.
        </p>
      )}
      <Answer query={query} skeleton={<Skeleton className="h-24" />}>
        {({ pages }) => (
          <ListTable
            caption="Budget left, by client"
            columns={columnsOf(api)}
            rows={pages.flatMap(({ items }) => items)}
            keyOf={({ client }) => client ?? ""}
            order="left"
            file={`${api}-${id}-clients`}
            empty={<p className="text-soft">No client has called yet.</p>}
          />
        )}
      </Answer>
      {query.hasNextPage && (
        <Button className="mt-1" onClick={() => void query.fetchNextPage()} disabled={query.isFetchingNextPage}>
          More clients, with more left
        </Button>
      )}
    </Section>
  );
}

function columnsOf(api: string): readonly Column<ClientObjective>[] {
  return [
    {
      key: "client",
      head: "client",
      isText: true,
      value: ({ client }) => client ?? "",
      cell: ({ client = "" }) => <ClientName api={api} client={client} />,
    },
    { key: "state", head: "state", isText: true, value: harmRank, cell: (each) => <ObjectiveState objective={each} /> },
    {
      key: "left",
      head: "budget left",
      value: ({ remaining }) => remaining,
      cell: (each) => <BudgetLeft objective={each} />,
    },
    { key: "bad", head: "bad", value: ({ bad }) => bad, cell: ({ bad }) => countText(bad) },
    { key: "valid", head: "valid", value: ({ valid }) => valid, cell: ({ valid }) => countText(valid) },
    {
      key: "reached",
      head: "reached",
      value: ({ good, valid }) => (valid === 0 ? null : good / valid),
      cell: ({ good, valid }) => (valid === 0 ? "–" : ratioText(good / valid)),
    },
  ];
}
