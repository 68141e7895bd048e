import { useInfiniteQuery } from "@tanstack/react-query";
import { Button } from "../ui/button.tsx";
import { Section } from "../ui/section.tsx";
import { Answer, Skeleton } from "../ui/state.tsx";
import { TextLink } from "../ui/text-link.tsx";
import { Time } from "../ui/time.tsx";
import { DecideRequest } from "./decide-request.tsx";
import { type Subscription, subscriptionsQuery } from "./plan-queries.ts";

/** Subscriptions on which somebody has to decide: approved by one click, declined with a reason. */
export function SubscriptionRequests() {
  const query = useInfiniteQuery(subscriptionsQuery({ waiting: "true" }));
  const { hasNextPage, fetchNextPage } = query;
  return (
    <Section title="Needs you">
      <Answer query={query} skeleton={<Skeleton className="h-8" />}>
        {({ pages }) => {
          const rows = pages.flatMap(({ items }) => items);
          if (rows.length === 0) return <p className="text-soft">No client waits for a plan.</p>;
          return (
            <>
              <ul>
                {rows.map((row) => (
                  <RequestRow key={row.id} row={row} />
                ))}
              </ul>
              {hasNextPage && (
                <Button className="mt-1" onClick={() => void fetchNextPage()}>
                  Show more
                </Button>
              )}
            </>
          );
        }}
      </Answer>
    </Section>
  );
}

function RequestRow({ row }: { row: Subscription }) {
  const { client, api, plan, wanted, reason } = row;
  return (
    <li className="flex flex-wrap items-center gap-x-2 gap-y-0.5 border-b border-rule py-1">
      <span className="min-w-0 flex-1 basis-80">
        <TextLink to={`/apis/${encodeURIComponent(api)}/clients/${encodeURIComponent(client)}`}>
          <bdi>{client}</bdi>
        </TextLink>{" "}
        <span className="text-soft">of {row.organisation}</span> asks for{" "}
        {wanted === null ? <b>{plan}</b> : <b>{wanted.plan}</b>} for {api}
        {wanted !== null && (
          <span className="text-soft">
            , instead of {plan}, from {wanted.from === "now" ? "now on" : "the next period"}
          </span>
        )}
        <span className="block text-soft">
          <Time at={wanted?.at ?? row.requestedAt} />
          {reason !== "" && <bdi>: “{reason}”</bdi>}
        </span>
      </span>
      <DecideRequest row={row} />
    </li>
  );
}
