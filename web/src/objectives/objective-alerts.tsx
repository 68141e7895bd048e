import { useInfiniteQuery } from "@tanstack/react-query";
import { countText } from "#kernel";
import { AlertLine } from "../alerts/alert-line.tsx";
import { alertsQuery } from "../server/queries.ts";
import type { ObjectiveDetail } from "../server/wire.ts";
import { Section } from "../ui/section.tsx";
import { TextLink } from "../ui/text-link.tsx";

const SHOWN = 10;

/** What fired because of an objective, newest first. */
export function ObjectiveAlerts({ api, detail }: { api: string; detail: ObjectiveDetail }) {
  const { data } = useInfiniteQuery(alertsQuery({ api, objective: detail.name }, SHOWN));
  const alerts = data?.pages[0]?.items ?? [];
  return (
    <Section
      title="Alerts"
      aside={
        <TextLink to="/alerts" search={{ api, objective: detail.name }}>
          All alerts of {detail.id}
        </TextLink>
      }
    >
      {data !== undefined && alerts.length === 0 && <p className="text-soft">None has fired.</p>}
      {alerts.map((alert) => (
        <AlertLine key={alert.id} alert={alert} />
      ))}
      {typeof data?.pages[0]?.next === "string" && (
        <p className="mt-0.5 text-soft">These are the newest {countText(alerts.length)}.</p>
      )}
    </Section>
  );
}
