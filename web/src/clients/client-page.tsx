import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { AlertLine } from "../alerts/alert-line.tsx";
import { alertsQuery, objectivesQuery } from "../server/queries.ts";
import { ClientPlan } from "../plans/client-plan.tsx";
import { BAD_CLASS, recordsSearch } from "../records/records-search.ts";
import { useApiTitle, usePageApi } from "../shell/use-api.ts";
import { GroupTable } from "../traffic/group-table.tsx";
import { KpiStrip } from "../traffic/kpi-strip.tsx";
import { TrafficCharts } from "../traffic/traffic-charts.tsx";
import { trafficSentence } from "../traffic/traffic-sentence.ts";
import { useKpis } from "../traffic/use-kpis.ts";
import { useRange } from "../time/use-range.ts";
import { Section } from "../ui/section.tsx";
import { Answer, Skeleton } from "../ui/state.tsx";
import { TextLink } from "../ui/text-link.tsx";
import { ClientIdentity } from "./client-identity.tsx";
import { ClientKeys } from "./client-keys.tsx";
import { ClientBudget } from "./client-budget.tsx";
import { usePageParam } from "../shell/use-page-param.ts";
import { Sentence } from "../ui/sentence.tsx";

/** One client application: its traffic, its budgets, its failures. */
export function ClientPage() {
  const api = usePageApi();
  const title = useApiTitle(api);
  const client = usePageParam("client") ?? "";
  const { interval } = useRange();
  const { query, slots, before } = useKpis(api, { client });
  return (
    <>
      <h1 className="mb-0.5">
        <bdi>{client}</bdi>
      </h1>
      <Answer query={query} skeleton={<Skeleton className="h-48" />}>
        {(kpis) =>
          slots !== undefined && (
            <>
              <Sentence>{trafficSentence(title, kpis, { client })}</Sentence>
              <KpiStrip kpis={kpis} slots={slots} before={before} client={client} />
              {kpis.requests > 0 && <TrafficCharts api={api} slots={slots} />}
            </>
          )
        }
      </Answer>
      <div className="grid grid-cols-1 gap-x-4 lg:grid-cols-2">
        <ClientIdentity key={client} client={client} />
        <ClientKeys key={`${client} keys`} client={client} />
        <Section title="Its budgets">
          <ClientBudgets api={api} client={client} />
        </Section>
        <ClientAlerts api={api} client={client} />
        <Section title="Plan and usage">
          <ClientPlan api={api} client={client} />
        </Section>
      </div>
      <Section
        title="By operation"
        aside={
          <TextLink
            to={`/apis/${encodeURIComponent(api)}/records`}
            search={recordsSearch({ interval, client, class: BAD_CLASS })}
          >
            Records of its failures
          </TextLink>
        }
      >
        <GroupTable api={api} groupBy="operation" interval={interval} only={{ client }} order="-bad" />
      </Section>
    </>
  );
}

function ClientBudgets({ api, client }: { api: string; client: string }) {
  const { data } = useQuery(objectivesQuery(api));
  const own = data?.items.filter(({ clients }) => clients > 0) ?? [];
  if (own.length === 0) {
    return (
      <p className="text-soft">
        Nothing counts for a single client yet: no objective is kept for each (`perClient: true` in the objectives makes
        one), or no request that counts has come.
      </p>
    );
  }
  return own.map(({ id }) => <ClientBudget key={id} api={api} objective={id} client={client} />);
}

function ClientAlerts({ api, client }: { api: string; client: string }) {
  const { data } = useInfiniteQuery(alertsQuery({ api, client }));
  const alerts = data?.pages.flatMap(({ items }) => items) ?? [];
  return (
    <Section title="Its alerts">
      {alerts.length === 0 ? (
        <p className="text-soft">None has fired for it.</p>
      ) : (
        alerts.map((alert) => <AlertLine key={alert.id} alert={alert} />)
      )}
    </Section>
  );
}
