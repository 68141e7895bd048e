import { templateOf } from "#apis";
import { KINDS, OUTCOMES, PRODUCTION } from "#intake";
import type { Measured, Probe } from "#probes";
import { type Dictionaries, RecordColumns, UNATTRIBUTED } from "#records";

/** The record of one run, of kind `probe`: it is found among the records, and counted as nobody's traffic. */
export function probeRecord(probe: Probe, measured: Measured, names: Dictionaries): RecordColumns {
  const columns = new RecordColumns(1);
  const operation = `${probe.method} ${templateOf(new URL(probe.url).pathname)}`;
  const outcome = measured.obstacle === null ? "served" : measured.obstacle.kind === "timeout" ? "timeout" : "";
  columns.at[0] = measured.at;
  columns.durationUs[0] = Math.round(measured.timing.totalMs * 1_000);
  columns.status[0] = measured.status;
  columns.outcome[0] = OUTCOMES.indexOf(outcome);
  columns.kind[0] = KINDS.indexOf("probe");
  columns.api[0] = names.apis.idOf(probe.api);
  columns.environment[0] = names.environments.idOf(PRODUCTION);
  columns.operation[0] = names.operations.idOf(operation);
  columns.method[0] = names.methods.idOf(probe.method);
  columns.client[0] = UNATTRIBUTED;
  columns.responseBytes[0] = Buffer.byteLength(measured.body);
  columns.length = 1;
  return columns;
}
