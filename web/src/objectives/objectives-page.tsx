import { useQuery } from "@tanstack/react-query";
import { countText, percentOfPpm, ratioText } from "#kernel";
import { windowText } from "../../../src/objectives/model/words.ts";
import { objectivesQuery } from "../server/queries.ts";
import type { Objective } from "../server/wire.ts";
import { useApiTitle, usePageApi } from "../shell/use-api.ts";
import type { Column } from "../ui/column.ts";
import { ListTable } from "../ui/list-table.tsx";
import { Answer, EmptyState, Skeleton } from "../ui/state.tsx";
import { TextLink } from "../ui/text-link.tsx";
import { harmRank } from "./objective-look.ts";
import { ObjectiveName } from "./objective-name.tsx";
import { ObjectiveState } from "./objective-state.tsx";
import { BudgetLeft } from "./budget-left.tsx";
import { Sentence } from "../ui/sentence.tsx";

/** What is promised of an API, and how each of it stands. */
export function ObjectivesPage() {
  const api = usePageApi();
  const title = useApiTitle(api);
  const query = useQuery(objectivesQuery(api));
  return (
    <>
      <h1 className="sr-only">Objectives of {title}</h1>
      <Answer query={query} skeleton={<Skeleton className="h-32" />}>
        {({ items }) => (
          <>
            <Sentence>{objectivesSentence(title, items)}</Sentence>
            <ListTable
              caption={`Objectives of ${title}`}
              columns={COLUMNS}
              rows={items}
              keyOf={({ id }) => id}
              order="left"
              file={`${api}-objectives`}
              empty={<NoObjective api={api} />}
            />
          </>
        )}
      </Answer>
    </>
  );
}

function objectivesSentence(title: string, items: readonly Objective[]): string {
  if (items.length === 0) return `${title} promises nothing yet.`;
  const missed = items.filter(({ remaining }) => remaining < 0);
  const worst = items.toSorted((a, b) => harmRank(a) - harmRank(b))[0];
  if (missed.length === 0) {
    if (items.length === 1) return `The one objective of ${title}, ${worst?.id ?? ""}, is within target.`;
    return `All ${countText(items.length)} objectives of ${title} are within target; ${worst?.id ?? ""} has least left.`;
  }
  return `${countText(missed.length)} of ${countText(items.length)} objectives of ${title} ${missed.length === 1 ? "is" : "are"} not within target: ${missed.map(({ id }) => id).join(", ")}.`;
}

function NoObjective({ api }: { api: string }) {
  return (
    <EmptyState title="No objective yet">
      <p>
        An objective says which share of the requests has to be good, and over which window. Its budget, alerts and
        forecast follow from it.
      </p>
      <TextLink to={`/apis/${encodeURIComponent(api)}/settings`}>Write the first objectives</TextLink>
    </EmptyState>
  );
}

const COLUMNS: readonly Column<Objective>[] = [
  {
    key: "name",
    head: "objective",
    isText: true,
    value: ({ id }) => id,
    cell: (each) => <ObjectiveName objective={each} />,
  },
  {
    key: "left",
    head: "budget left",
    value: ({ remaining }) => remaining,
    cell: (each) => <BudgetLeft objective={each} />,
  },
  { key: "state", head: "state", isText: true, value: harmRank, cell: (each) => <ObjectiveState objective={each} /> },
  {
    key: "target",
    head: "target",
    value: ({ targetPpm }) => targetPpm,
    cell: ({ targetPpm }) => percentOfPpm(targetPpm),
  },
  {
    key: "reached",
    head: "reached",
    value: ({ good, valid }) => (valid === 0 ? null : good / valid),
    cell: ({ good, valid }) => (valid === 0 ? "–" : ratioText(good / valid)),
  },
  {
    key: "window",
    head: "window",
    isText: true,
    value: ({ window }) => windowText(window as never),
    cell: ({ window }) => windowText(window as never),
  },
  {
    key: "clients",
    head: "clients",
    tip: "Clients that have a budget of their own",
    value: ({ clients }) => clients,
    cell: ({ clients }) => countText(clients),
  },
];
