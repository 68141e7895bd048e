import type { Alert } from "../server/wire.ts";

/** The API of an alert, and what follows it in the objective's name "orders/availability". */
export function subjectOf({ api, objective }: Pick<Alert, "api" | "objective">): { api: string; objective: string } {
  return { api, objective: objective.slice(objective.indexOf("/") + 1) };
}
