import { useInfiniteQuery } from "@tanstack/react-query";
import { countText, instantText } from "#kernel";
import { recordsQuery } from "../server/queries.ts";
import { useApiTitle, usePageApi } from "../shell/use-api.ts";
import { usePageSearch } from "../shell/use-search.ts";
import { useRange } from "../time/use-range.ts";
import { Button } from "../ui/button.tsx";
import { Answer, EmptyState, Skeleton } from "../ui/state.tsx";
import { ExportButtons } from "./export-buttons.tsx";
import { FilterForm } from "./filter-form.tsx";
import { FILTERS } from "./records-search.ts";
import { RecordTable } from "./record-table.tsx";

/** The requests themselves, newest first, by filters that are in the address. */
export function RecordsPage() {
  const api = usePageApi();
  const title = useApiTitle(api);
  const [search] = usePageSearch();
  const { interval, isLive } = useRange();
  const filters = Object.fromEntries(FILTERS.map((name) => [name, search[name]]));
  // A live page asks without an end: the newest second is included.
  const asked = {
    api,
    from: instantText(interval.from),
    ...(isLive ? {} : { to: instantText(interval.to) }),
    ...filters,
  };
  const query = useInfiniteQuery(recordsQuery(asked));
  return (
    <>
      <h1 className="mb-1">Records of {title}</h1>
      <FilterForm key={JSON.stringify(filters)} />
      <Answer query={query} skeleton={<Skeleton className="mt-2 h-60" />}>
        {({ pages }) => {
          const rows = pages.flatMap(({ items }) => items);
          if (rows.length === 0) {
            return (
              <EmptyState title="No record fits">
                <p>Nothing that was kept in this range passes all filters. Take one away, or choose a longer range.</p>
              </EmptyState>
            );
          }
          return (
            <>
              <div className="mt-2 mb-0.5 flex flex-wrap items-center justify-between gap-1">
                <p className="text-soft" role="status">
                  The newest {countText(rows.length)}
                  {query.hasNextPage ? "; there are older ones" : ": all that fit"}
                  {isLive && "; what comes appears on top"}
                </p>
                <ExportButtons asked={asked} name={`${api}-records`} />
              </div>
              <RecordTable rows={rows} isLive={isLive} />
              {query.hasNextPage && (
                <Button className="mt-1" onClick={() => void query.fetchNextPage()} disabled={query.isFetchingNextPage}>
                  {query.isFetchingNextPage ? "Looking further back …" : "Older"}
                </Button>
              )}
            </>
          );
        }}
      </Answer>
    </>
  );
}
