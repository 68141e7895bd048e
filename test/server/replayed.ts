import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { closeSync, openSync, writeFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const PLIMSOLL = fileURLToPath(new URL("../../bin/plimsoll", import.meta.url));
const OUTPUT_MAX = 256 * 1_024 * 1_024;

/** Counts with their name, as replay prints them. */
export type Named = Readonly<Record<string, unknown>>;

/** Other targets of one objective, as replay tried them. */
export interface TriedTargets {
  readonly objective: string;
  readonly outages: number;
  readonly present: TriedTarget;
  readonly candidates: readonly TriedTarget[];
}

interface TriedTarget extends Named {
  readonly targetPpm: number;
  readonly load: Named;
}

/** What `plimsoll replay --json` prints, as far as a server is held against it. */
export interface Replayed extends Named {
  readonly statuses: Readonly<Record<string, number>>;
  readonly responseBytes: number;
  readonly clients: readonly Named[];
  readonly operations: readonly Named[];
  readonly objectives: readonly Named[];
  readonly alerts: readonly Named[];
  readonly pages: readonly { readonly at: string; readonly urgency: string; readonly alerts: readonly number[] }[];
  readonly whatIf: readonly TriedTargets[];
}

/** Runs the real program on lines of records, in pieces, judged by an objectives file. */
export async function replayed(directory: string, lines: Iterable<string>, objectivesFile: string): Promise<Replayed> {
  const [records, objectives] = [join(directory, "records.ndjson"), join(directory, "objectives.yaml")];
  const file = openSync(records, "w");
  for (const chunk of lines) writeSync(file, chunk);
  closeSync(file);
  writeFileSync(objectives, objectivesFile);
  const args = ["replay", records, "--format", "ndjson", "--objectives", objectives, "--json"];
  const { stdout } = await promisify(execFile)(process.execPath, [PLIMSOLL, ...args], { maxBuffer: OUTPUT_MAX });
  const report = JSON.parse(stdout) as Replayed & { lines: { read: number; kept: number } };
  assert.equal(report.lines.kept, report.lines.read);
  return report;
}
