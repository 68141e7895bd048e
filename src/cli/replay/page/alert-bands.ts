import type { AlertBand } from "#charts";
import { ceilTo, floorTo, type Interval } from "#kernel";
import type { PageInput } from "./input.ts";

/** The time axis that all charts of the page share: whole slots around everything that was counted. */
export function axisOf(input: PageInput): Interval {
  const { bucketMs, traffic } = input.series;
  const from = Math.min(input.report.from, traffic[0]?.at ?? input.report.from);
  const to = Math.max(input.report.to, (traffic.at(-1)?.at ?? from) + bucketMs);
  return { from: floorTo(from, bucketMs), to: ceilTo(Math.max(to, from + 1), bucketMs) };
}

/** The alerts that a person would have got, as bands; with a name only those of that objective. */
export function alertBandsOf(input: PageInput, objective?: string): readonly AlertBand[] {
  const { alerts, to } = input.report;
  return alerts.flatMap((alert, i) => {
    const shown =
      alert.mutedBy === null &&
      (objective === undefined || (alert.objective === objective && alert.client === undefined));
    return shown
      ? [{ from: alert.firedAt, to: alert.endedAt ?? to, urgency: alert.urgency, label: String(i + 1) }]
      : [];
  });
}
