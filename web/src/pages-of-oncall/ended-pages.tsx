import { useInfiniteQuery } from "@tanstack/react-query";
import { Button } from "../ui/button.tsx";
import { Answer, Skeleton } from "../ui/state.tsx";
import { TextLink } from "../ui/text-link.tsx";
import { Time } from "../ui/time.tsx";
import { endedPagesQuery } from "./page-queries.ts";
import { PageState } from "./page-state.tsx";

/** Pages that are over, the newest first. */
export function EndedPages() {
  const query = useInfiniteQuery(endedPagesQuery);
  return (
    <Answer query={query} skeleton={<Skeleton className="h-16" />}>
      {({ pages }) => {
        const items = pages.flatMap((part) => part.items);
        if (items.length === 0) return <p className="text-soft">No page is over yet.</p>;
        return (
          <>
            <ul className="flex flex-col gap-0.5">
              {items.map((page) => (
                <li key={page.page} className="[overflow-wrap:anywhere]">
                  <TextLink to={`/pages/${page.page}`}>{page.title}</TextLink>{" "}
                  <span className="text-soft">
                    <Time at={page.begunAt} /> to {page.overAt === null ? "now" : <Time at={page.overAt} />}
                  </span>{" "}
                  <PageState page={page} />
                </li>
              ))}
            </ul>
            {query.hasNextPage && (
              <Button className="mt-1" onClick={() => void query.fetchNextPage()}>
                Show more
              </Button>
            )}
          </>
        );
      }}
    </Answer>
  );
}
