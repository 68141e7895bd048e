import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { ClientKeys } from "../clients/client-keys.tsx";
import { ClientPlan } from "../plans/client-plan.tsx";
import { plansQuery, subscriptionsQuery } from "../plans/plan-queries.ts";
import type { RegisteredClient } from "../server/wire.ts";
import { Section } from "../ui/section.tsx";
import { Answer, Skeleton } from "../ui/state.tsx";
import { AnotherApi } from "./another-api.tsx";

/** One own client: its keys, and its plan for each API. */
export function OwnClient({ client }: { client: RegisteredClient }) {
  const { client: name, title, description } = client;
  return (
    <Section title={title} aside={title !== name && <code className="font-mono text-soft">{name}</code>}>
      {description !== "" && <p className="max-w-[720px] text-soft">{description}</p>}
      <div className="grid grid-cols-1 gap-x-4 border-t border-rule lg:grid-cols-2">
        <ClientKeys client={name} level={3} />
        <Plans client={name} />
      </div>
    </Section>
  );
}

function Plans({ client }: { client: string }) {
  const query = useInfiniteQuery(subscriptionsQuery({ client }));
  const { data: offered } = useQuery(plansQuery());
  const [added, setAdded] = useState<readonly string[]>([]);
  return (
    <div>
      <Answer query={query} skeleton={<Skeleton className="mt-2 h-16" />}>
        {({ pages }) => {
          const live = pages.flatMap(({ items }) => items).filter(({ state }) => state !== "ended");
          const apis = [...new Set([...live.map(({ api }) => api), ...added])];
          const plans = offered?.items ?? [];
          const others = [...new Set(plans.flatMap((plan) => plan.apis ?? []))].filter((api) => !apis.includes(api));
          const only = apis.length === 0 && others.length === 1 ? others : [];
          return (
            <>
              {[...apis, ...only].toSorted().map((api) => (
                <Section key={api} title={`Plan for ${api}`} level={3}>
                  <ClientPlan api={api} client={client} />
                </Section>
              ))}
              {only.length === 0 && plans.length > 0 && (
                <AnotherApi
                  isFirst={apis.length === 0}
                  apis={others}
                  isFree={plans.some((plan) => plan.apis === null)}
                  choose={(api) => setAdded([...added, api])}
                />
              )}
              {apis.length === 0 && offered?.items.length === 0 && (
                <Section title="Its plans" level={3}>
                  <p className="text-soft">It is on no plan, and none is offered to you.</p>
                </Section>
              )}
            </>
          );
        }}
      </Answer>
    </div>
  );
}
