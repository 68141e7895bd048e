import type { Alert } from "../server/wire.ts";

/** The API and the objective's own name in an alert's "orders/availability". */
export function subjectOf(alert: Pick<Alert, "api" | "objective">): { api: string; objective: string } {
  const slash = alert.objective.indexOf("/");
  return {
    api: alert.api ?? alert.objective.slice(0, Math.max(0, slash)),
    objective: alert.objective.slice(slash + 1),
  };
}
