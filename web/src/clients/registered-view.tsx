import { useInfiniteQuery } from "@tanstack/react-query";
import { countText } from "#kernel";
import { usePageSearch } from "../shell/use-search.ts";
import { useRange } from "../time/use-range.ts";
import { Button } from "../ui/button.tsx";
import { Sentence } from "../ui/sentence.tsx";
import { SortedTable } from "../ui/sorted-table.tsx";
import { orderOf } from "../ui/sorted.ts";
import { Answer, EmptyState, Skeleton } from "../ui/state.tsx";
import { TextLink } from "../ui/text-link.tsx";
import type { ClientOfApi } from "../server/wire.ts";
import { type ClientsAsked, clientsOfApiQuery } from "./client-list-queries.ts";
import { ClientFilter } from "./client-filter.tsx";
import { registeredColumns, SORTABLE } from "./registered-columns.tsx";
import { useClientFigures } from "./use-client-figures.ts";

/** All registered clients, found by name, organisation, plan or state, in an order of the server's. */
export function RegisteredView({ api, title }: { api: string; title: string }) {
  const [search, change] = usePageSearch();
  const { q, organisation, plan, state, sort } = search;
  const by = orderOf(sort, "client");
  const asked: ClientsAsked = { q, organisation, plan, state, sort: SORTABLE.includes(by.key) ? sort : undefined };
  const query = useInfiniteQuery(clientsOfApiQuery(api, asked));
  const total = query.data?.pages[0]?.total;
  const isNarrowed = [q, organisation, plan, state].some((each) => each !== undefined);
  return (
    <>
      <Sentence>{total === undefined ? " " : sentenceOf(total, { title, isNarrowed })}</Sentence>
      <ClientFilter api={api} />
      <Answer query={query} skeleton={<Skeleton className="h-64" />}>
        {({ pages }) => (
          <>
            {pages[0]?.items.length === 0 ? (
              <NoClient api={api} isNarrowed={isNarrowed} />
            ) : (
              <Table api={api} pages={pages} by={by} sort={(order) => change({ sort: order }, { replace: true })} />
            )}
            {query.hasNextPage && (
              <Button className="mt-1" disabled={query.isFetching} onClick={() => void query.fetchNextPage()}>
                Show more
              </Button>
            )}
          </>
        )}
      </Answer>
    </>
  );
}

function sentenceOf(total: number, { title, isNarrowed }: { title: string; isNarrowed: boolean }): string {
  const clients = total === 1 ? "1 registered client" : `${countText(total)} registered clients`;
  if (isNarrowed) return total === 1 ? "1 registered client fits." : `${countText(total)} registered clients fit.`;
  return `${clients} ${total === 1 ? "is" : "are"} in use, each with its plan for ${title} and its traffic there.`;
}

function NoClient({ api, isNarrowed }: { api: string; isNarrowed: boolean }) {
  if (isNarrowed) {
    return <EmptyState title="No registered client fits">Take a filter away, or look for another part.</EmptyState>;
  }
  return (
    <EmptyState title="No client is registered yet">
      <p>
        Names that call are{" "}
        <TextLink to={`/apis/${encodeURIComponent(api)}/clients`} search={{ view: undefined }}>
          seen in traffic
        </TextLink>
        . Open one and say whose it is.
      </p>
    </EmptyState>
  );
}

interface TableProps {
  readonly api: string;
  readonly pages: readonly { readonly items: readonly ClientOfApi[] }[];
  readonly by: ReturnType<typeof orderOf>;
  readonly sort: (order: string) => void;
}

function Table({ api, pages, by, sort }: TableProps) {
  const { interval } = useRange();
  const figures = useClientFigures(api, pages);
  return (
    <SortedTable
      caption="Registered clients"
      columns={registeredColumns({ api, interval, figures })}
      rows={pages.flatMap(({ items }) => items)}
      keyOf={({ id }) => id}
      by={by}
      sort={sort}
      sortable={SORTABLE}
    />
  );
}
