import { useMemo } from "react";
import { alertTimeline } from "#charts";
import type { Interval } from "#kernel";
import { MarkupChart } from "../charts/markup-chart.tsx";
import type { Alert } from "../server/wire.ts";
import { Section } from "../ui/section.tsx";

/** When which objective fired, a lane for each; above them what a person got. */
export function AlertsTimeline({ alerts, interval }: { alerts: readonly Alert[]; interval: Interval }) {
  const chart = useMemo(() => chartOf(alerts, interval), [alerts, interval]);
  return (
    <Section title="Over time">
      <div className="[&_.chart_h3]:sr-only">
        <MarkupChart chart={chart} />
      </div>
    </Section>
  );
}

function chartOf(alerts: readonly Alert[], interval: Interval) {
  const byName = Map.groupBy(alerts, ({ objective }) => objective);
  const lanes = [...byName].map(([name, own]) => ({
    name,
    alerts: own.map(({ firedAt, endedAt, urgency, mutedBy }, i) => ({
      from: Date.parse(firedAt),
      to: endedAt === null ? interval.to : Date.parse(endedAt),
      urgency,
      mutedBy,
      label: String(i + 1),
    })),
  }));
  const pages = alerts
    .filter(({ mutedBy, firedAt }) => mutedBy === null && Date.parse(firedAt) >= interval.from)
    .map(({ firedAt, urgency }) => ({ at: Date.parse(firedAt), urgency }));
  return alertTimeline({ id: "alerts", interval, lanes, pages });
}
