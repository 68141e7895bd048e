import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { countText } from "#kernel";
import { usePageParam } from "../shell/use-page-param.ts";
import { Button } from "../ui/button.tsx";
import { Confirm } from "../ui/confirm.tsx";
import { ReleaseFromText } from "../settings/release-from-text.tsx";
import { WhoChanged } from "../settings/who-changed.tsx";
import { Section } from "../ui/section.tsx";
import { Sentence } from "../ui/sentence.tsx";
import { Answer, ErrorState, Skeleton } from "../ui/state.tsx";
import { TextLink } from "../ui/text-link.tsx";
import { Time } from "../ui/time.tsx";
import { PlanForm } from "./plan-form.tsx";
import { type Plan, planQuery, subscriptionsQuery } from "./plan-queries.ts";
import { PlanTable } from "./plan-table.tsx";
import { useMay } from "../identity/use-may.ts";
import { usePlanChange } from "./use-plan-change.ts";

/** One plan: what it says, who is on it, and changing it. */
export function PlanPage() {
  const name = usePageParam("plan") ?? "";
  const query = useQuery(planQuery(name));
  return (
    <Answer query={query} skeleton={<Skeleton className="h-64" />}>
      {(plan) => (
        <>
          <h1 className="mb-0.5">
            <bdi>{plan.title}</bdi>
          </h1>
          <Sentence>{planSentence(plan)}</Sentence>
          {plan.description !== "" && <p className="max-w-[720px] whitespace-pre-line text-soft">{plan.description}</p>}
          <PlanTable plans={[plan]} />
          <PlanChanges plan={plan} />
          <ReleaseFromText kind="plan" name={plan.plan} managedBy={plan.managedBy} />
          <PlanClients plan={plan.plan} />
          <p className="mt-2">
            <WhoChanged subject={`plan:${plan.plan}`} />
          </p>
        </>
      )}
    </Answer>
  );
}

function planSentence({ title, price, taken, retiredAt }: Plan): string {
  const on =
    taken === null
      ? ""
      : ` ${countText(taken.active)} active, ${countText(taken.suspended)} suspended, ${countText(taken.requested)} waiting.`;
  const state =
    retiredAt === null ? (price === null ? "is free" : `costs ${price}`) : "is retired: nobody new comes on it";
  return `${title} ${state}.${on}`;
}

function PlanChanges({ plan }: { plan: Plan }) {
  const [doing, setDoing] = useState<"nothing" | "editing" | "removing">("nothing");
  const mayWrite = useMay()("plan:write");
  const change = usePlanChange();
  if (!mayWrite) return null;
  if (plan.managedBy !== null) {
    return (
      <p className="mt-2 text-soft">
        It is kept in the text of the configuration “{plan.managedBy}”: change it there and run{" "}
        <code>plimsoll apply</code>.
      </p>
    );
  }
  if (doing === "editing") {
    return (
      <Section title="Change it">
        <PlanForm plan={plan} close={() => setDoing("nothing")} />
      </Section>
    );
  }
  return (
    <div className="mt-2 flex gap-1">
      <Button onClick={() => setDoing("editing")}>Change it</Button>
      {plan.retiredAt === null && (
        <Button look="danger" onClick={() => setDoing("removing")}>
          Retire it …
        </Button>
      )}
      {change.error !== null && <ErrorState error={change.error} />}
      {doing === "removing" && (
        <Confirm
          title={`Retire ${plan.title}?`}
          action="Retire it"
          close={() => setDoing("nothing")}
          confirm={() =>
            change.mutate({
              path: `/plans/${plan.plan}`,
              method: "DELETE",
              revision: plan.revision,
              done: `${plan.title} is retired.`,
            })
          }
        >
          Nobody new comes on it; those who are on it stay. If nobody ever was, it is deleted.
        </Confirm>
      )}
    </div>
  );
}

function PlanClients({ plan }: { plan: string }) {
  const query = useInfiniteQuery(subscriptionsQuery({ plan }));
  const { hasNextPage, fetchNextPage } = query;
  return (
    <Section title="Who is on it">
      <Answer query={query} skeleton={<Skeleton className="h-16" />}>
        {({ pages }) => {
          const rows = pages.flatMap(({ items }) => items).filter(({ state }) => state !== "ended");
          if (rows.length === 0) return <p className="text-soft">No client is on it.</p>;
          return (
            <ul>
              {rows.map(({ id, client, api, state, requestedAt, approvedAt }) => (
                <li key={id} className="flex flex-wrap gap-x-2 border-b border-rule py-0.5">
                  <span className="min-w-0 flex-1">
                    <TextLink to={`/apis/${encodeURIComponent(api)}/clients/${encodeURIComponent(client)}`}>
                      <bdi>{client}</bdi>
                    </TextLink>{" "}
                    <span className="text-soft">for {api}</span>
                  </span>
                  <span className={state === "suspended" ? "text-warn" : "text-soft"}>
                    {state === "suspended" && "▲ "}
                    {state} since <Time at={approvedAt ?? requestedAt} />
                  </span>
                </li>
              ))}
            </ul>
          );
        }}
      </Answer>
      {hasNextPage && <Button onClick={() => void fetchNextPage()}>Show more</Button>}
    </Section>
  );
}
