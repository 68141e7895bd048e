import { Refusal } from "#kernel";
import {
  type Objective,
  type ObjectivesFile,
  quietTarget,
  RowHistory,
  whatIfTable,
  WHOLE_API,
  type WhatIfQuestion,
} from "#objectives";
import { plural } from "../../words.ts";
import type { Counts } from "../counts/counts.ts";
import { type History, historyOf } from "../counts/history.ts";
import { recordedOf } from "../counts/recorded-of.ts";
import { totalsOf } from "../counts/totals-of.ts";
import type { TriedObjective, WhatIfReport } from "./report.ts";

/** Whose counts are tried, and what is asked of them. */
export interface Trial {
  readonly client: string | undefined;
  readonly question: WhatIfQuestion;
}

/** Tries other settings of each objective of a file on counts. Pure: the same input, the same report. */
export function trialOf(file: ObjectivesFile, counts: Counts, { client, question }: Trial): WhatIfReport {
  const history = historyOf(counts, undefined);
  const rank = client === undefined ? WHOLE_API : rankOf(client, history);
  const judged = file.objectives.filter(({ indicator }) => indicator.kind !== "composite");
  if (judged.length === 0) throw new Refusal("invalid", "whatif.no-objective", NOTHING_TO_TRY);
  const recorded = recordedOf(history, withInstances(file, judged, client !== undefined), question.guard);
  const objectives = judged.map((_, index): TriedObjective => {
    const row = new RowHistory(recorded, recorded.instances.rowOf(index, rank) ?? 0);
    const tried = question.pairs === undefined ? {} : { pairs: question.pairs };
    return {
      ...whatIfTable(row, question),
      ...(client === undefined ? {} : { client }),
      quietTargetPpm: quietTarget(row, { guard: question.guard, ...tried }),
    };
  });
  return {
    ...history.span,
    counts: totalsOf(history),
    guard: question.guard,
    zone: question.zone,
    remarks: remarksOf(file, judged),
    objectives,
  };
}

/** Instances only where a client is asked for: all others need no more than the whole API. */
function withInstances(file: ObjectivesFile, judged: readonly Objective[], perClient: boolean): ObjectivesFile {
  return { ...file, objectives: judged.map((objective) => ({ ...objective, perClient })) };
}

function rankOf(client: string, { clientNames, counts }: History): number {
  const rank = clientNames.indexOf(client);
  if (rank >= 0) return rank;
  const why = counts.hasClients
    ? `No row of ${counts.name} is of the client "${client}"; there ${clientNames.length === 1 ? "is" : "are"} ${plural(clientNames.length, "client")}, such as "${clientNames[0] ?? ""}". Name one of them.`
    : `${counts.name} has no column for the client. Add one: at,valid,bad,client.`;
  throw new Refusal("not-found", "whatif.no-such-client", why);
}

function remarksOf(file: ObjectivesFile, judged: readonly Objective[]): string[] {
  const left = file.objectives.filter((objective) => !judged.includes(objective));
  return [
    ...left.map(({ name }) => `${name} is left out: a composite has no counts of its own. Try its members.`),
    ...judged.flatMap(({ name, sampledPpm }) =>
      sampledPpm === undefined ? [] : [`${name} sees a sample of the requests: its figures are estimates.`],
    ),
    ...(judged.length > 1
      ? [
          `All ${judged.length} objectives are tried on the same counts, as if these were those of each one's indicator. Try others on their own counts.`,
        ]
      : []),
    "Each objective is tried alone: alerts of other objectives and of single clients, which one page would cover, are not seen here.",
  ];
}

const NOTHING_TO_TRY =
  "There is no objective to try: the plan has none with counts of its own. Add one, such as availability: 99.9%.";
