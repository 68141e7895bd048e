import { useMemo } from "react";
import { burnDown } from "#charts";
import { MarkupChart } from "../charts/markup-chart.tsx";
import type { ObjectiveDetail } from "../server/wire.ts";

/** The budget over its window, with the line of even spending and the alerts that fired. */
export function BurnDownChart({ detail }: { detail: ObjectiveDetail }) {
  const chart = useMemo(() => chartOf(detail), [detail]);
  return <MarkupChart chart={chart} />;
}

function chartOf(detail: ObjectiveDetail) {
  const { window } = detail;
  const points = detail.burnDown.map(({ at, remaining }) => ({ at: Date.parse(at), remaining }));
  const now = Date.parse(detail.at);
  const from = Math.max(Date.parse(window.from), points[0]?.at ?? 0);
  const to = window.kind === "calendar" ? Date.parse(window.end) : now;
  return burnDown({
    id: "burn-down",
    name: detail.id,
    interval: { from, to },
    points,
    // A rolling budget has no end at which it ought to be gone: what is spent comes back.
    ideal: window.kind === "calendar" ? { from: Date.parse(window.from), to } : null,
    alerts: detail.alerts
      .filter(({ mutedBy, client }) => mutedBy === null && client === undefined)
      .map(({ firedAt, endedAt, urgency }, i) => ({
        from: Date.parse(firedAt),
        to: endedAt === null ? now : Date.parse(endedAt),
        urgency,
        label: String(i + 1),
      })),
  });
}
