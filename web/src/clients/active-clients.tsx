import { useInfiniteQuery } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { countText } from "#kernel";
import type { ActiveClients as Answered } from "../server/wire.ts";
import { usePageSearch } from "../shell/use-search.ts";
import { Button } from "../ui/button.tsx";
import { Section } from "../ui/section.tsx";
import { Answer, Skeleton } from "../ui/state.tsx";
import { startText } from "./activity-series.ts";
import { type ActiveAsked, activeClientsQuery } from "./client-list-queries.ts";
import { ClientName } from "./client-name.tsx";

const WORDS: Readonly<Record<string, string>> = {
  active: "Active",
  new: "New",
  returning: "Returning",
  lost: "Lost",
};

/** The clients that a number of the activity counts; registered ones, and names that nobody registered. */
export function ActiveClients({ api, asked }: { api: string; asked: ActiveAsked }) {
  const [, change] = usePageSearch();
  const query = useInfiniteQuery(activeClientsQuery(api, asked));
  const place = useRef<HTMLDivElement>(null);
  // It stands above the table in which the number was chosen.
  useEffect(() => {
    // In braces: newer browsers answer with a promise, which is no way to end an effect.
    place.current?.scrollIntoView({ block: "nearest" });
  }, []);
  return (
    <div ref={place}>
      <Section
        title={`${WORDS[asked.figure] ?? asked.figure} in the ${asked.period} from ${startText(asked.period, asked.at)}`}
        aside={
          <Button look="quiet" onClick={() => change({ figure: undefined, since: undefined })}>
            Close the list
          </Button>
        }
      >
        <Answer query={query} skeleton={<Skeleton className="h-12" />}>
          {({ pages }) => <Names api={api} pages={pages} />}
        </Answer>
        {query.hasNextPage && (
          <Button className="mt-1" onClick={() => void query.fetchNextPage()}>
            Show more
          </Button>
        )}
      </Section>
    </div>
  );
}

function Names({ api, pages }: { api: string; pages: readonly Answered[] }) {
  const total = pages[0]?.total ?? 0;
  if (total === 0) return <p className="text-soft">No client.</p>;
  return (
    <>
      <p className="text-soft" role="status">
        {total === 1 ? "1 client" : `${countText(total)} clients`}, by name.
      </p>
      <ul className="grid grid-cols-1 gap-x-4 sm:grid-cols-2 lg:grid-cols-3">
        {pages
          .flatMap(({ items }) => items)
          .map(({ client, registered }) => (
            <li key={client} className="truncate border-b border-rule py-0.5">
              <ClientName api={api} client={client} />
              {!registered && <span className="ml-1 text-soft">not registered</span>}
            </li>
          ))}
      </ul>
    </>
  );
}
