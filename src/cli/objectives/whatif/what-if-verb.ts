import { EXIT } from "../../exit.ts";
import { jsonDocument } from "#kernel";
import { openObjectives } from "../../open-objectives.ts";
import { printable } from "../../terminal/layout.ts";
import { styleOf } from "../../terminal/style.ts";
import { readCounts } from "../counts/read-counts.ts";
import type { WhatIfOptions } from "./options.ts";
import { questionOf } from "./question-of.ts";
import { whatIfText } from "./what-if-text.ts";
import { trialOf } from "./trial.ts";

/** The verb: reads both files, tries, tells. Gives the exit code; refuses what cannot be believed. */
export async function whatIfVerb(options: WhatIfOptions): Promise<number> {
  const question = questionOf(options);
  const file = openObjectives(options.objectives);
  const counts = await readCounts(options.counts);
  const report = trialOf(file, counts, { client: options.client, question });
  if (options.json) {
    process.stderr.write(report.remarks.map((remark) => `plimsoll: ${printable(remark)}\n`).join(""));
    process.stdout.write(jsonDocument(report));
  } else process.stdout.write(whatIfText(report, styleOf(process.stdout, process.env)));
  return EXIT.done;
}
