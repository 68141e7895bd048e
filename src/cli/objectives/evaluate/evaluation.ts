import { judge, type ObjectivesFile } from "#objectives";
import type { Counts } from "../counts/counts.ts";
import { gapsOf, historyOf } from "../counts/history.ts";
import { recordedOf } from "../counts/recorded-of.ts";
import { totalsOf } from "../counts/totals-of.ts";
import type { EvaluateOptions } from "./options.ts";
import type { EvaluationReport } from "./report.ts";
import { assumptionsOf, remarksOf } from "./words.ts";

const GAPS_MAX = 1_000;

/** Judges the objectives of a file by counts. Pure: the same input, the same report. */
export function evaluation(
  file: ObjectivesFile,
  counts: Counts,
  { at, guard }: Pick<EvaluateOptions, "at" | "guard">,
): EvaluationReport {
  const history = historyOf(counts, at);
  const { objectives, alerts, pages } = judge(recordedOf(history, file, guard));
  const gaps = gapsOf(history);
  return {
    ...history.span,
    counts: totalsOf(history),
    guard,
    assumed: assumptionsOf({ file, history, at, guard }),
    remarks: remarksOf({ file, history, gaps, objectives }),
    gaps: gaps.slice(0, GAPS_MAX),
    objectives,
    alerts,
    pages,
  };
}
