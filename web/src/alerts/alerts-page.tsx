import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { countText, instantText } from "#kernel";
import { alertsQuery, apisQuery } from "../server/queries.ts";
import { usePageSearch } from "../shell/use-search.ts";
import { useRange } from "../time/use-range.ts";
import { Button } from "../ui/button.tsx";
import { SelectField } from "../ui/select-field.tsx";
import { Section } from "../ui/section.tsx";
import { Answer, EmptyState, Skeleton } from "../ui/state.tsx";
import type { Alert } from "../server/wire.ts";
import { AlertLine } from "./alert-line.tsx";
import { AlertsTimeline } from "./alerts-timeline.tsx";
import { GroupsNow } from "./groups-now.tsx";
import { useFiringAlerts } from "./use-firing-alerts.ts";

/** What fires, and what did. */
export function AlertsPage() {
  const [{ api, objective, client, state }] = usePageSearch();
  const { interval } = useRange();
  const firing = useFiringAlerts(api);
  const query = useInfiniteQuery(
    alertsQuery({ api, objective, client, state, from: instantText(interval.from), to: instantText(interval.to) }),
  );
  return (
    <>
      <h1 className="sr-only">Alerts</h1>
      <p className="mb-2 text-l">{firingSentence(firing.map((alert) => alert.urgency))}</p>
      <GroupsNow api={api} />
      <h2 className="mt-4 mb-1">Alerts</h2>
      <AlertFilters />
      <Answer query={query} skeleton={<Skeleton className="mt-2 h-32" />}>
        {({ pages }) => {
          const alerts = pages.flatMap(({ items }) => items);
          if (alerts.length === 0) {
            return (
              <EmptyState title="No alert in this range">
                <p>
                  An alert appears here when an error budget burns too fast, when traffic stays away, when nothing is
                  measured, or when another system says that something is wrong: Settings, Signal sources.
                </p>
              </EmptyState>
            );
          }
          return (
            <>
              <AlertsTimeline alerts={alerts} interval={interval} />
              <Section
                title={`${countText(alerts.length)}${query.hasNextPage ? " or more" : ""} ${alerts.length === 1 && !query.hasNextPage ? "alert" : "alerts"}, newest first`}
              >
                <AlertList alerts={alerts} />
                {query.hasNextPage && (
                  <Button className="mt-1" onClick={() => void query.fetchNextPage()}>
                    Older alerts
                  </Button>
                )}
              </Section>
            </>
          );
        }}
      </Answer>
    </>
  );
}

/** Those that somebody was told of; the muted ones below, folded: one outage is one alert to read. */
function AlertList({ alerts }: { alerts: readonly Alert[] }) {
  const [told, muted] = [
    alerts.filter(({ mutedBy }) => mutedBy === null),
    alerts.filter(({ mutedBy }) => mutedBy !== null),
  ];
  return (
    <>
      {told.map((alert) => (
        <AlertLine key={alert.id} alert={alert} />
      ))}
      {muted.length > 0 && (
        <details open={told.length === 0} className="mt-1">
          <summary className="py-0.5 text-accent">
            {countText(muted.length)} {muted.length === 1 ? "is" : "are"} muted by another one: nobody is told twice
          </summary>
          {muted.map((alert) => (
            <AlertLine key={alert.id} alert={alert} />
          ))}
        </details>
      )}
    </>
  );
}

function firingSentence(firing: readonly ("page" | "ticket")[]): string {
  if (firing.length === 0) return "Nothing fires.";
  const pages = firing.filter((urgency) => urgency === "page").length;
  const tickets = firing.length - pages;
  const parts = [
    ...(pages > 0 ? [`${countText(pages)} ${pages === 1 ? "page" : "pages"}`] : []),
    ...(tickets > 0 ? [`${countText(tickets)} ${tickets === 1 ? "ticket" : "tickets"}`] : []),
  ];
  return `${parts.join(" and ")} ${firing.length === 1 ? "fires" : "fire"} now.`;
}

const ALL = { value: "", text: "all" };

function AlertFilters() {
  const [{ api, objective, client, state }, change] = usePageSearch();
  const { data: apis } = useQuery(apisQuery);
  return (
    <div className="flex flex-wrap items-center gap-1">
      <SelectField
        label="API"
        beside
        value={api ?? ""}
        set={(value) => change({ api: orNone(value), objective: undefined })}
        options={[ALL, ...(apis?.items.map((each) => each.api) ?? [])]}
      />
      <SelectField
        label="State"
        beside
        value={state ?? ""}
        set={(value) => change({ state: orNone(value) })}
        options={[ALL, "firing", "ended"]}
      />
      {[["objective", objective] as const, ["client", client] as const].map(
        ([name, value]) =>
          value !== undefined && (
            <Button key={name} onClick={() => change({ [name]: undefined })}>
              <span className="text-soft">{name}</span> {value} ✕
            </Button>
          ),
      )}
    </div>
  );
}

function orNone(value: string): string | undefined {
  return value === "" ? undefined : value;
}
