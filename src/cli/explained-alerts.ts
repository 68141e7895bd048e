import type { AlertResult } from "#objectives";

/** An alert whose explanation also says which command recomputes it, from the same files. */
export interface ExplainedAlert extends AlertResult {
  readonly explanation: AlertResult["explanation"] & { readonly command: string };
}

/** Alerts for a document that leaves this machine: each with the command that recomputes it. */
export function explainedAlerts(
  alerts: readonly AlertResult[],
  commandOf: (alert: AlertResult) => string,
): ExplainedAlert[] {
  return alerts.map((alert) => ({ ...alert, explanation: { ...alert.explanation, command: commandOf(alert) } }));
}
