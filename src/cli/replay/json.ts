import { explainedAlerts } from "../explained-alerts.ts";
import { jsonDocument } from "#kernel";
import type { ReplayReport } from "./report.ts";

/** The public document of `replay --json` (docs/manual/replay.md): the report with its period in each COUNTS; `command` is what made it. */
export function jsonText(report: ReplayReport, command: string): string {
  const { from, to } = report;
  const rows = <T>(list: readonly T[]): (T & { from: number; to: number })[] =>
    list.map((row) => ({ ...row, from, to }));
  const whole = {
    ...report,
    alerts: explainedAlerts(report.alerts, () => `${command} --json`),
    apis: rows(report.apis),
    clients: rows(report.clients),
    operations: rows(report.operations),
  };
  return jsonDocument(whole);
}
