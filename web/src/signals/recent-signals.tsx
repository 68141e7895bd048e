import { useInfiniteQuery } from "@tanstack/react-query";
import { countText } from "#kernel";
import { Button } from "../ui/button.tsx";
import { Section } from "../ui/section.tsx";
import { Answer, Skeleton } from "../ui/state.tsx";
import { TextLink } from "../ui/text-link.tsx";
import { Time } from "../ui/time.tsx";
import { type Signal, signalsQuery } from "./signal-queries.ts";

/** What was said lately, and what became of it. */
export function RecentSignals() {
  const query = useInfiniteQuery(signalsQuery(undefined));
  return (
    <Section title="Recent signals">
      <Answer query={query} skeleton={<Skeleton className="h-16" />}>
        {({ pages }) => {
          const signals = pages.flatMap(({ items }) => items);
          if (signals.length === 0) {
            return (
              <p className="text-soft">
                Nothing was said yet. Copy the lines of a source above to where alerts are made.
              </p>
            );
          }
          return (
            <>
              <ul>
                {signals.map((signal) => (
                  <SignalRow key={signal.id} signal={signal} />
                ))}
              </ul>
              {query.hasNextPage && (
                <Button className="mt-1" onClick={() => void query.fetchNextPage()}>
                  Older signals
                </Button>
              )}
            </>
          );
        }}
      </Answer>
    </Section>
  );
}

function SignalRow({ signal }: { signal: Signal }) {
  const { title, dedupKey, source, alert, outcomeText, times, lastAt } = signal;
  const name = title === "" ? dedupKey : title;
  return (
    <li className="flex flex-wrap items-baseline gap-x-2 border-b border-rule py-0.5">
      <span className="min-w-0 [overflow-wrap:anywhere]">
        {alert === null ? name : <TextLink to={`/alerts/${encodeURIComponent(alert)}`}>{name}</TextLink>}
      </span>
      <span className="text-soft">{source}</span>
      <span>
        {outcomeText}
        {times > 1 && `, ${countText(times)} times`}
      </span>
      <span className="ml-auto text-soft">
        <Time at={lastAt} />
      </span>
    </li>
  );
}
