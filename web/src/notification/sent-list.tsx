import { useInfiniteQuery } from "@tanstack/react-query";
import { Button } from "../ui/button.tsx";
import { Section } from "../ui/section.tsx";
import { Answer, EmptyState, Skeleton } from "../ui/state.tsx";
import { sentQuery } from "./reach-queries.ts";
import { SentState } from "./sent-state.tsx";

/** What one was sent, newest first; it is known for 90 days. */
export function SentList() {
  const query = useInfiniteQuery(sentQuery);
  return (
    <Section title="What I was sent">
      <Answer query={query} skeleton={<Skeleton className="h-16" />}>
        {({ pages }) => {
          const items = pages.flatMap((page) => page.items);
          if (items.length === 0) {
            return (
              <EmptyState title="Nothing was sent to you yet.">
                <p>What is stands here, with what became of it.</p>
              </EmptyState>
            );
          }
          return (
            <ul>
              {items.map((sent) => (
                <li key={sent.id} className="flex flex-wrap gap-x-2 gap-y-0.5 border-b border-rule py-1">
                  <span className="min-w-24 flex-1 font-medium [overflow-wrap:anywhere]">{sent.title}</span>
                  <span className="text-soft [overflow-wrap:anywhere]">
                    {sent.kind} {sent.address}
                  </span>
                  <SentState sent={sent} />
                </li>
              ))}
            </ul>
          );
        }}
      </Answer>
      {query.hasNextPage && (
        <Button className="mt-1" onClick={() => void query.fetchNextPage()}>
          More
        </Button>
      )}
    </Section>
  );
}
