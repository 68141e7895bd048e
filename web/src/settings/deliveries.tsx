import { useQuery } from "@tanstack/react-query";
import { deliveriesQuery } from "../server/queries.ts";
import type { Delivery } from "../server/wire.ts";
import { Section } from "../ui/section.tsx";
import { Answer, Skeleton } from "../ui/state.tsx";
import { TextLink } from "../ui/text-link.tsx";
import { Time } from "../ui/time.tsx";

/** What was sent lately, and what became of it. */
export function Deliveries() {
  const query = useQuery(deliveriesQuery);
  return (
    <Section title="Recent deliveries">
      <Answer query={query} skeleton={<Skeleton className="h-16" />}>
        {({ items }) => <DeliveryList deliveries={items} />}
      </Answer>
    </Section>
  );
}

/** Messages, each with what became of it. */
export function DeliveryList({ deliveries }: { deliveries: readonly Delivery[] }) {
  if (deliveries.length === 0) return <p className="text-soft">Nothing was sent yet.</p>;
  return (
    <ul>
      {deliveries.map((delivery) => (
        <DeliveryRow key={delivery.id} delivery={delivery} />
      ))}
    </ul>
  );
}

const LOOKS: Readonly<Record<Delivery["state"], { readonly shape: string; readonly colour: string }>> = {
  delivered: { shape: "✓", colour: "text-ok" },
  due: { shape: "○", colour: "text-soft" },
  skipped: { shape: "–", colour: "text-soft" },
  cancelled: { shape: "–", colour: "text-soft" },
  failed: { shape: "■", colour: "text-bad" },
};

function DeliveryRow({ delivery }: { delivery: Delivery }) {
  const { state, stateText, destination, event, alert, createdAt, lastError } = delivery;
  const { shape, colour } = LOOKS[state];
  return (
    <li className="flex flex-wrap items-baseline gap-x-2 border-b border-rule py-0.5">
      <span className={`font-medium ${colour}`}>
        <span aria-hidden="true">{shape}</span> {stateText}
      </span>
      <span>{destination.title}</span>
      {alert === null ? (
        <span>{event}</span>
      ) : (
        <TextLink to={`/alerts/${encodeURIComponent(alert)}`}>alert {event}</TextLink>
      )}
      <span className="text-soft">
        <Time at={createdAt} />
      </span>
      {lastError !== null && <span className="w-full text-soft">{lastError}</span>}
    </li>
  );
}
