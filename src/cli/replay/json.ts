import { instantText } from "#kernel";
import type { ReplayReport } from "./report.ts";

/** Instants in the report, by the name of their field: they are RFC 3339 in the public document. */
const INSTANTS = new Set(["at", "from", "to", "firedAt", "endedAt"]);

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
  return `${JSON.stringify(whole, (name, value: unknown) => (INSTANTS.has(name) && typeof value === "number" ? instantText(value) : value), 2)}\n`;
}
