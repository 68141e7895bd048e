import { type Dictionaries, NO_DURATION, type RecordColumns } from "#records";
import { BAD, type ClassIndicator, EXCLUDED, GOOD, indicatorTables } from "./indicator.ts";
import { type RecordObjective, scopeFilterOf } from "./record-objective.ts";
import { reserveNamesOf, rowTestOf } from "./row-test.ts";

/** GOOD, BAD or EXCLUDED for the record in a row, which is of kind client. */
export type RowJudge = (columns: RecordColumns, row: number, classCode: number) => number;

/** `judgeRequest` for rows whose ids are of these dictionaries. */
export function rowJudgeOf(objective: RecordObjective, names: Dictionaries): RowJudge {
  const { indicator } = objective;
  const inScope = rowTestOf(scopeFilterOf(objective), names);
  const judge = indicator.kind === "filters" ? filterJudge(indicator, names) : classJudge(indicator);
  return (columns, row, classCode) => (inScope(columns, row, classCode) ? judge(columns, row, classCode) : EXCLUDED);
}

/** Makes sure that the names which an objective asks for have ids of their own: to be called before records are read. */
export function reserveNames({ indicator, ...scope }: RecordObjective, names: Dictionaries): void {
  const counted = indicator.kind === "filters" ? [indicator.total, indicator.part] : [];
  for (const filter of [scopeFilterOf({ indicator, ...scope }), ...counted]) reserveNamesOf(filter, names);
}

function filterJudge(
  { total, part, counts }: Extract<RecordObjective["indicator"], { readonly kind: "filters" }>,
  names: Dictionaries,
): RowJudge {
  const inTotal = rowTestOf(total, names);
  const inPart = rowTestOf(part, names);
  const [fits, fails] = counts === "good" ? [GOOD, BAD] : [BAD, GOOD];
  return (columns, row, classCode) => {
    if (!inTotal(columns, row, classCode)) return EXCLUDED;
    return inPart(columns, row, classCode) ? fits : fails;
  };
}

function classJudge(indicator: ClassIndicator): RowJudge {
  const { fast, slow, unknown } = indicatorTables(indicator);
  const thresholdUs = indicator.kind === "latency" ? indicator.thresholdUs : 0;
  return ({ durationUs }, row, classCode) => {
    const duration = durationUs[row] as number;
    if (duration === NO_DURATION) return unknown[classCode] as number;
    return (duration > thresholdUs ? slow : fast)[classCode] as number;
  };
}
