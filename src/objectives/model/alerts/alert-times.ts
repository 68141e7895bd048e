import type { AlertResult } from "../results.ts";
import type { Alert } from "./alert.ts";
import type { InstanceCounts } from "./instance-counts.ts";
import type { PairRule } from "./policy.ts";

/** An alert without its name and explanation. */
export type AlertTimes = Pick<AlertResult, "urgency" | "firedAt" | "endedAt" | "end" | "mutedBy" | "pairs">;

/** When an alert fired, by which pairs, how it ended, and who spoke for it. */
export function alertTimes(counts: InstanceCounts, alert: Alert): AlertTimes {
  const { rules } = counts.policyOf(alert.row);
  return {
    urgency: alert.urgency,
    firedAt: alert.firedAt,
    endedAt: alert.endedAt,
    end: alert.end,
    mutedBy: alert.mutedBy === null ? null : (counts.instances.objectives[alert.mutedBy]?.name ?? null),
    pairs: alert.held.map(({ rule, from, to }) => {
      const { pair, threshold } = rules[rule] as PairRule;
      return { longMs: pair.longMs, shortMs: pair.shortMs, factor: threshold.factor, from, to };
    }),
  };
}
