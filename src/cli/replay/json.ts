import { jsonDocument } from "../json-document.ts";
import type { ReplayReport } from "./report.ts";

/** The public document of `replay --json` (docs/manual/replay.md): the report with its period in each COUNTS. */
export function jsonText(report: ReplayReport): string {
  const { from, to } = report;
  const rows = <T>(list: readonly T[]): (T & { from: number; to: number })[] =>
    list.map((row) => ({ ...row, from, to }));
  const whole = {
    ...report,
    apis: rows(report.apis),
    clients: rows(report.clients),
    operations: rows(report.operations),
  };
  return jsonDocument(whole);
}
