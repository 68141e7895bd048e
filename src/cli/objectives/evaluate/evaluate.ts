import { EXIT } from "../../exit.ts";
import { jsonDocument } from "../../json-document.ts";
import { openObjectives } from "../../open-objectives.ts";
import { printable } from "../../terminal/layout.ts";
import { styleOf } from "../../terminal/style.ts";
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
    process.stdout.write(jsonDocument(report));
  } else process.stdout.write(evaluationText(report, styleOf(process.stdout, process.env)));
  return EXIT.done;
}
