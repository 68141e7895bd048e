import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { countText } from "#kernel";
import { Button } from "../ui/button.tsx";
import { CopyLine } from "../ui/copy-line.tsx";
import { Section } from "../ui/section.tsx";
import { Sentence } from "../ui/sentence.tsx";
import { Answer, EmptyState, Skeleton } from "../ui/state.tsx";
import { PlanForm } from "./plan-form.tsx";
import { type Plan, plansQuery } from "./plan-queries.ts";
import { PlanTable } from "./plan-table.tsx";
import { SubscriptionRequests } from "./subscription-requests.tsx";
import { useMay } from "../identity/use-may.ts";

/** What is offered to clients, side by side, and who waits for it. */
export function PlansPage() {
  const query = useQuery(plansQuery());
  const mayWrite = useMay()("plan:write");
  const [adding, setAdding] = useState(false);
  return (
    <>
      <h1 className="mb-0.5">Plans</h1>
      <Answer query={query} skeleton={<Skeleton className="h-64" />}>
        {({ items }) => (
          <>
            <Sentence>{plansSentence(items)}</Sentence>
            {items.length > 0 && <SubscriptionRequests />}
            {items.length === 0 ? (
              <EmptyState title="No plan is offered yet">
                <p>
                  A plan says how much a client may use, and what that costs. Add one here, or in the configuration:
                </p>
                <CopyLine
                  text={"plans: {free: {rateLimit: 5/s, quota: 10000/month, access: automatic}}"}
                  label="A plan in text"
                />
              </EmptyState>
            ) : (
              <Section title="Side by side">
                <PlanTable plans={items} />
              </Section>
            )}
          </>
        )}
      </Answer>
      {mayWrite && !adding && (
        <Button className="mt-2" look="primary" onClick={() => setAdding(true)}>
          Add a plan
        </Button>
      )}
      {mayWrite && adding && (
        <Section title="A new plan">
          <PlanForm close={() => setAdding(false)} />
        </Section>
      )}
    </>
  );
}

function plansSentence(plans: readonly Plan[]): string {
  if (plans.length === 0) return "No plan is offered, so no client can be given a limit or a price.";
  const on = plans.reduce((sum, { taken }) => sum + (taken === null ? 0 : taken.active + taken.suspended), 0);
  const found = new Set(plans.flatMap(({ findings }) => findings.map(({ message }) => message))).size;
  const doubt =
    found === 0
      ? "nothing about them is doubtful"
      : `${countText(found)} ${found === 1 ? "thing" : "things"} about them should be looked at`;
  const [many, clients] = [
    plans.length === 1 ? "1 plan is" : `${countText(plans.length)} plans are`,
    on === 1 ? "1 client is" : `${countText(on)} clients are`,
  ];
  return `${many} offered, ${clients} on them, and ${doubt}.`;
}
