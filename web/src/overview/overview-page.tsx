import { useQuery } from "@tanstack/react-query";
import { FiringAlerts } from "../alerts/firing-alerts.tsx";
import { useFiringAlerts } from "../alerts/use-firing-alerts.ts";
import { harmRank } from "../objectives/objective-look.ts";
import { ObjectiveSummary } from "../objectives/objective-summary.tsx";
import { objectivesQuery } from "../server/queries.ts";
import type { Kpis, Objective } from "../server/wire.ts";
import { useApiTitle, usePageApi } from "../shell/use-api.ts";
import { TextLink } from "../ui/text-link.tsx";
import { Section } from "../ui/section.tsx";
import { Answer, EmptyState, Skeleton } from "../ui/state.tsx";
import { KpiStrip } from "../traffic/kpi-strip.tsx";
import { TrafficCharts } from "../traffic/traffic-charts.tsx";
import { useKpis } from "../traffic/use-kpis.ts";
import type { Slots } from "../traffic/series-of.ts";
import { AwaitingTraffic } from "./awaiting-traffic.tsx";
import { HarmedClients } from "./harmed-clients.tsx";
import { firingText, overviewSentence } from "./overview-sentence.ts";
import { useJudgedSoon } from "./use-judged-soon.ts";
import { Sentence } from "../ui/sentence.tsx";

/** One API at a glance: are we within target, who is affected, what happens. */
export function OverviewPage() {
  const api = usePageApi();
  const { query, slots, before } = useKpis(api);
  const { data: objectives } = useQuery(objectivesQuery(api));
  return (
    <Answer query={query} skeleton={<OverviewSkeleton />}>
      {(kpis) =>
        slots !== undefined && (
          <Overview
            key={api}
            api={api}
            kpis={kpis}
            slots={slots}
            before={before}
            objectives={objectives?.items ?? []}
          />
        )
      }
    </Answer>
  );
}

interface OverviewProps {
  readonly api: string;
  readonly kpis: Kpis;
  readonly slots: Slots;
  readonly before: Kpis | undefined;
  readonly objectives: readonly Objective[];
}

function Overview({ api, kpis, slots, before, objectives }: OverviewProps) {
  const title = useApiTitle(api);
  const firing = firingText(useFiringAlerts(api));
  const judgedSoon = useJudgedSoon(kpis, objectives);
  return (
    <>
      <h1 className="sr-only">Overview of {title}</h1>
      {firing !== undefined && (
        <p className="mb-0.5 max-w-[960px] text-m font-semibold text-bad sm:text-l">
          <span aria-hidden="true">▼</span> {firing}
        </p>
      )}
      <Sentence>{overviewSentence({ title, objectives, kpis, judgedSoon })}</Sentence>
      <KpiStrip kpis={kpis} slots={slots} before={before} />
      {kpis.requests === 0 ? <AwaitingTraffic api={api} /> : <TrafficCharts api={api} slots={slots} />}
      <div className="grid grid-cols-1 gap-x-4 lg:grid-cols-2">
        <Section
          title="Objectives"
          aside={<TextLink to={`/apis/${encodeURIComponent(api)}/objectives`}>All objectives</TextLink>}
        >
          {objectives.length === 0 ? (
            <EmptyState title="Nothing is promised yet">
              <p>An objective says how many requests may fail in a month. Three lines are enough.</p>
              <TextLink to={`/apis/${encodeURIComponent(api)}/settings`}>Write the first objectives</TextLink>
            </EmptyState>
          ) : (
            objectives
              .toSorted((a, b) => harmRank(a) - harmRank(b))
              .map((objective) => <ObjectiveSummary key={objective.id} objective={objective} judgedSoon={judgedSoon} />)
          )}
        </Section>
        <FiringAlerts api={api} />
      </div>
      <HarmedClients api={api} />
    </>
  );
}

function OverviewSkeleton() {
  return (
    <div aria-hidden="true">
      <Skeleton className="mb-2 h-7 max-w-[960px]" />
      <Skeleton className="mb-3 h-12" />
      <Skeleton className="h-32" />
    </div>
  );
}
