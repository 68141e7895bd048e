import { useQuery } from "@tanstack/react-query";
import { percentOfPpm, ratioText, unbroken } from "#kernel";
import { excludedText, windowText } from "../../../src/objectives/model/words.ts";
import { objectiveQuery } from "../server/queries.ts";
import type { ObjectiveDetail } from "../server/wire.ts";
import { usePageApi } from "../shell/use-api.ts";
import { CopyLine } from "../ui/copy-line.tsx";
import { Mark } from "../ui/mark.tsx";
import { Section } from "../ui/section.tsx";
import { Answer, Skeleton } from "../ui/state.tsx";
import { BudgetLeft } from "./budget-left.tsx";
import { excludedTip } from "./budget-tip.ts";
import { BurnDownChart } from "./burn-down-chart.tsx";
import { BurnRates } from "./burn-rates.tsx";
import { ClientBudgets } from "./client-budgets.tsx";
import { ObjectiveAlerts } from "./objective-alerts.tsx";
import { objectiveLook } from "./objective-look.ts";
import { ObjectiveState } from "./objective-state.tsx";
import { WhatIf } from "./what-if.tsx";
import { usePageParam } from "../shell/use-page-param.ts";
import { Sentence } from "../ui/sentence.tsx";

/** One promise: how it stands, how fast its budget goes, whom it failed, and what another target would have meant. */
export function ObjectivePage() {
  const api = usePageApi();
  const objective = usePageParam("objective") ?? "";
  const query = useQuery(objectiveQuery(api, objective));
  return (
    <Answer query={query} skeleton={<Skeleton className="h-60" />}>
      {(detail) => <ObjectiveView api={api} detail={detail} />}
    </Answer>
  );
}

function ObjectiveView({ api, detail }: { api: string; detail: ObjectiveDetail }) {
  return (
    <>
      <div className="mb-3 flex items-start gap-3">
        <Mark spent={1 - detail.remaining} tone={objectiveLook(detail).tone} className="mt-0.5 size-8" />
        <div className="min-w-0">
          <h1>
            {detail.id} <ObjectiveState objective={detail} />
          </h1>
          <Sentence>{detail.sentence}</Sentence>
        </div>
      </div>
      <Facts detail={detail} />
      <Excluded detail={detail} />
      <Section title="Error budget">
        <BurnDownChart api={api} detail={detail} />
      </Section>
      <div className="grid grid-cols-1 gap-x-4 lg:grid-cols-2">
        <BurnRates detail={detail} />
        <WhatIf api={api} id={detail.id} targetPpm={detail.targetPpm} />
      </div>
      <ObjectiveAlerts api={api} detail={detail} />
      {detail.clients > 0 && (
        <ClientBudgets api={api} id={detail.id} count={detail.clients} leftOut={detail.clientsLeftOut} />
      )}
      <Section title="Recompute it">
        <CopyLine
          text={`curl ${location.origin}/api/v1/apis/${encodeURIComponent(api)}/objectives/${encodeURIComponent(detail.id)} -H 'Authorization: Bearer TOKEN'`}
        />
      </Section>
    </>
  );
}

function Facts({ detail }: { detail: ObjectiveDetail }) {
  const facts = [
    { name: "Budget left", value: <BudgetLeft objective={detail} /> },
    { name: "Target", value: percentOfPpm(detail.targetPpm) },
    { name: "Reached", value: detail.valid === 0 ? "–" : ratioText(detail.good / detail.valid) },
    { name: "Window", value: windowText(detail.window as never) },
  ];
  return (
    <dl className="mb-3 grid grid-cols-2 border-y border-rule sm:grid-cols-4">
      {facts.map(({ name, value }) => (
        <div key={name} className="border-rule py-1 not-first:sm:border-l not-first:sm:pl-3">
          <dt className="text-soft">{name}</dt>
          <dd className={name === "Window" ? "text-m" : "text-l"}>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function Excluded({ detail }: { detail: ObjectiveDetail }) {
  const text = excludedText(detail);
  if (text === undefined) return null;
  return (
    <p className="mb-3 max-w-[960px] text-pretty">
      <span data-tip={excludedTip(detail)}>{unbroken(text)}</span>
    </p>
  );
}
