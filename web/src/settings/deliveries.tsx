import { useQuery } from "@tanstack/react-query";
import { deliveriesQuery } from "../server/queries.ts";
import type { Delivery } from "../server/wire.ts";
import { Section } from "../ui/section.tsx";
import { Answer, Skeleton } from "../ui/state.tsx";
import { Time } from "../ui/time.tsx";

/** What was sent lately, and what became of it. */
export function Deliveries() {
  const query = useQuery(deliveriesQuery);
  return (
    <Section title="Recent deliveries">
      <Answer query={query} skeleton={<Skeleton className="h-16" />}>
        {({ items }) =>
          items.length === 0 ? (
            <p className="text-soft">Nothing was sent yet.</p>
          ) : (
            <ul>
              {items.map((delivery) => (
                <DeliveryRow key={delivery.id} delivery={delivery} />
              ))}
            </ul>
          )
        }
      </Answer>
    </Section>
  );
}

const LOOKS: Readonly<Record<string, { readonly shape: string; readonly colour: string }>> = {
  delivered: { shape: "✓", colour: "text-ok" },
  waiting: { shape: "○", colour: "text-soft" },
  pending: { shape: "○", colour: "text-soft" },
  failed: { shape: "■", colour: "text-bad" },
};

function DeliveryRow({ delivery }: { delivery: Delivery }) {
  const { shape, colour } = LOOKS[delivery.state] ?? { shape: "▲", colour: "text-warn" };
  return (
    <li className="flex flex-wrap items-baseline gap-x-2 border-b border-rule py-0.5">
      <span className={`font-medium ${colour}`}>
        {shape} {delivery.state}
      </span>
      <span>{delivery.destination}</span>
      <span className="text-soft">
        <Time at={delivery.at} />
        {delivery.attempts !== undefined && delivery.attempts > 1 && `, ${delivery.attempts} attempts`}
      </span>
      {delivery.detail !== null && delivery.detail !== undefined && (
        <span className="w-full text-soft">{delivery.detail}</span>
      )}
    </li>
  );
}
