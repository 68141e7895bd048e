import { instantText, jsonDocument } from "#kernel";
import type { AlertResult } from "#objectives";
import { EXIT } from "../../exit.ts";
import { explainedAlerts } from "../../explained-alerts.ts";
import { openObjectives } from "../../open-objectives.ts";
import { printable } from "../../terminal/layout.ts";
import { styleOf } from "../../terminal/style.ts";
import { shellWord } from "../../words.ts";
import { readCounts } from "../counts/read-counts.ts";
import { evaluation } from "./evaluation.ts";
import type { EvaluateOptions } from "./options.ts";
import { evaluationText } from "./evaluation-text.ts";

/** The verb: reads both files, judges, tells. Gives the exit code; refuses what cannot be believed. */
export async function evaluate(options: EvaluateOptions): Promise<number> {
  const file = openObjectives(options.objectives);
  const counts = await readCounts(options.counts, options.cumulative);
  const report = evaluation(file, counts, options);
  if (options.json) {
    process.stderr.write(report.remarks.map((remark) => `plimsoll: ${printable(remark)}\n`).join(""));
    process.stdout.write(jsonDocument({ ...report, alerts: explainedAlerts(report.alerts, commandAt(options)) }));
  } else process.stdout.write(evaluationText(report, styleOf(process.stdout, process.env)));
  return EXIT.done;
}

/** The command that judges the same counts at the instant at which an alert fired. */
function commandAt({ objectives, counts, cumulative, guard }: EvaluateOptions): (alert: AlertResult) => string {
  const running = cumulative ? ["--cumulative"] : [];
  const flags = ["--objectives", objectives, "--counts", counts, ...running, "--guard", guard ? "on" : "off"];
  return ({ firedAt }) =>
    ["plimsoll", "objectives", "evaluate", ...flags, "--at", instantText(firedAt)].map(shellWord).join(" ");
}
