import type { EvaluationReport } from "../evaluate/report.ts";
import type { History } from "./history.ts";

/** What was counted in all rows of a history. */
export function totalsOf({ counts, length }: History): EvaluationReport["counts"] {
  const sum = { valid: 0, bad: 0 };
  for (let row = 0; row < length; row++) {
    sum.valid += counts.valid[row] as number;
    sum.bad += counts.bad[row] as number;
  }
  const { name, slotMs, clientNames } = counts;
  return { file: name, slotMs, rows: length, ...sum, clients: clientNames.length };
}
