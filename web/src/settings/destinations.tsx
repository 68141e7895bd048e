import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { deliveriesQuery, destinationsQuery } from "../server/queries.ts";
import { request } from "../server/request.ts";
import type { Destination, TestResult } from "../server/wire.ts";
import { Button } from "../ui/button.tsx";
import { Confirm } from "../ui/confirm.tsx";
import { Section } from "../ui/section.tsx";
import { Answer, ErrorState, Skeleton } from "../ui/state.tsx";
import { say } from "../ui/toasts.tsx";
import { Deliveries } from "./deliveries.tsx";
import { NewDestination } from "./new-destination.tsx";

/** Where alerts are sent to, and what became of them. */
export function Destinations() {
  const query = useQuery(destinationsQuery);
  return (
    <>
      <p className="max-w-[720px] text-soft">
        Each alert that is told goes to every destination; what cannot be delivered is tried again, and shown below.
      </p>
      <Section title="Destinations">
        <Answer query={query} skeleton={<Skeleton className="h-16" />}>
          {({ items }) => (
            <>
              {items.length === 0 && <p className="text-soft">There is none yet: alerts are only seen here.</p>}
              <ul>
                {items.map((destination) => (
                  <DestinationRow key={destination.id} destination={destination} />
                ))}
              </ul>
            </>
          )}
        </Answer>
      </Section>
      <NewDestination />
      <Deliveries />
    </>
  );
}

function DestinationRow({ destination }: { destination: Destination }) {
  const [asking, setAsking] = useState(false);
  const path = `/destinations/${encodeURIComponent(destination.id)}`;
  const client = useQueryClient();
  const test = useMutation({
    mutationFn: () => request<TestResult>(`${path}/test`, { method: "POST", body: {} }),
    onSuccess: ({ outcome, reason }) => {
      say(
        outcome === "delivered"
          ? `The test reached “${destination.title}”.`
          : `The test did not arrive: ${reason ?? outcome}`,
      );
      void client.invalidateQueries({ queryKey: deliveriesQuery.queryKey });
    },
  });
  const remove = useMutation({
    mutationFn: () => request(path, { method: "DELETE", ifMatch: `"r${destination.revision}"` }),
    onSuccess: () => {
      say(`“${destination.title}” is deleted.`);
      void client.invalidateQueries({ queryKey: destinationsQuery.queryKey });
    },
  });
  const error = test.error ?? remove.error;
  return (
    <li className="flex flex-wrap items-center gap-x-2 gap-y-0.5 border-b border-rule py-1">
      <span className="font-medium">{destination.title}</span>
      <span className="text-soft">
        {destination.kind === "webhook" ? "webhook" : `PagerDuty, key …${destination.routingKeyEnd ?? ""}`}
      </span>
      <span className="min-w-0 flex-1 truncate text-soft">{destination.url}</span>
      <Button onClick={() => test.mutate()} disabled={test.isPending}>
        {test.isPending ? "Sending …" : "Send a test"}
      </Button>
      <Button look="danger" onClick={() => setAsking(true)}>
        Delete
      </Button>
      {error !== null && <ErrorState error={error} />}
      {asking && (
        <Confirm
          title={`Delete “${destination.title}”?`}
          action="Delete it"
          close={() => setAsking(false)}
          confirm={() => remove.mutate()}
        >
          Alerts are no longer sent there. What is still on its way is not sent either.
        </Confirm>
      )}
    </li>
  );
}
