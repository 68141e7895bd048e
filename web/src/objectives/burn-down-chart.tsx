import { useInfiniteQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { burnDown } from "#charts";
import { MarkupChart } from "../charts/markup-chart.tsx";
import { alertsQuery } from "../server/queries.ts";
import { useReleases } from "../traffic/use-releases.ts";
import type { Alert, ObjectiveDetail } from "../server/wire.ts";

/** The budget over its window, with the line of even spending and the alerts that fired. */
export function BurnDownChart({ api, detail }: { api: string; detail: ObjectiveDetail }) {
  const { data } = useInfiniteQuery(alertsQuery({ api, objective: detail.name }));
  const releases = useReleases(api, { from: Date.parse(detail.window.from), to: Date.parse(detail.at) });
  const chart = useMemo(
    () => ({ ...partsOf(detail, data?.pages.flatMap(({ items }) => items) ?? []), releases }),
    [detail, data, releases],
  );
  const drawn = useMemo(() => burnDown(chart), [chart]);
  return (
    <div className="[&_.chart_h3]:sr-only">
      <MarkupChart chart={drawn} />
    </div>
  );
}

function partsOf(detail: ObjectiveDetail, alerts: readonly Alert[]) {
  const { window } = detail;
  const points = detail.burnDown.map(({ at, remaining }) => ({ at: Date.parse(at), remaining }));
  const now = Date.parse(detail.at);
  const from = Math.max(Date.parse(window.from), points[0]?.at ?? 0);
  const to = window.kind === "calendar" ? Date.parse(window.end) : now;
  return {
    id: "burn-down",
    name: detail.id,
    interval: { from, to },
    points,
    // A rolling budget has no end at which it ought to be gone: what is spent comes back.
    ideal: window.kind === "calendar" ? { from: Date.parse(window.from), to } : null,
    alerts: alerts
      .filter(({ mutedBy, client, firedAt }) => mutedBy === null && client === undefined && Date.parse(firedAt) >= from)
      .map(({ firedAt, endedAt, urgency }, i) => ({
        from: Date.parse(firedAt),
        to: endedAt === null ? now : Date.parse(endedAt),
        urgency,
        label: String(i + 1),
      })),
  };
}
