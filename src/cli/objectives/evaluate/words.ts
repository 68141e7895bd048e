import { dateTimeText, durationText, type Interval, instantText, spanText } from "#kernel";
import { leftOutText, type Objective, type ObjectiveResult, type ObjectivesFile } from "#objectives";
import type { History } from "../counts/history.ts";
import { plural } from "../../words.ts";

const GAPS_TOLD_MAX = 5;

/** What an evaluation took for granted, each in a sentence that says how to change it. */
export function assumptionsOf(judged: {
  readonly file: ObjectivesFile;
  readonly history: History;
  readonly at: number | undefined;
  readonly guard: boolean;
}): string[] {
  const { file, history, at, guard } = judged;
  const { counts, span } = history;
  const { length } = file.objectives;
  return [
    ...file.assumed,
    ...(counts.isSlotAssumed ? ["Slots of 10 s: one slot does not tell its length, two would."] : []),
    ...(length > 1
      ? [
          `All ${length} objectives are judged by the same counts, as if these were those of each one's indicator. Evaluate others with their own counts.`,
        ]
      : []),
    ...(at === undefined
      ? [`Judged at the end of the last row, ${dateTimeText(span.to)}. Choose another instant with --at.`]
      : []),
    ...(at !== undefined && at !== span.to
      ? [
          `At ${instantText(at)} a slot is not over; its counts are not known yet, so ${dateTimeText(span.to)} is judged.`,
        ]
      : []),
    ...(guard ? ["The guard against low traffic is on, as for live alerts. Switch it off with --guard off."] : []),
    "A row with 0,0 is time without traffic; a missing row is time that nobody measured.",
  ];
}

/** What a reader should know before believing the figures. */
export function remarksOf(judged: {
  readonly file: ObjectivesFile;
  readonly history: History;
  readonly gaps: readonly Interval[];
  readonly objectives: readonly ObjectiveResult[];
}): string[] {
  const { file, history, gaps, objectives } = judged;
  const whole = objectives.filter(({ client }) => client === undefined);
  return [
    ...gapRemarks(gaps),
    ...file.objectives.flatMap((objective) => slotRemark(objective, history)),
    ...whole.flatMap(({ name, leftOut = [] }) => leftOut.map((one) => leftOutText(name, { ...one, pair: one }))),
    ...((history.counts.resets ?? 0) > 0
      ? [
          `Running totals started again ${plural(history.counts.resets ?? 0, "time")}: what they had counted since the reading before is lost.`,
        ]
      : []),
    ...clientRemarks(file, history),
    ...file.ignored.map((part) => `The plan's ${part} is not used by objectives evaluate.`),
  ];
}

function gapRemarks(gaps: readonly Interval[]): string[] {
  if (gaps.length === 0) return [];
  const missing = gaps.reduce((sum, { from, to }) => sum + to - from, 0);
  const shown = gaps.slice(0, GAPS_TOLD_MAX).map(({ from, to }) => `${instantText(from)} to ${instantText(to)}`);
  const more = gaps.length > GAPS_TOLD_MAX ? [`and ${plural(gaps.length - GAPS_TOLD_MAX, "more time")}`] : [];
  return [`Not measured, as rows are missing: ${[...shown, ...more].join(", ")}; ${spanText(missing)} in all.`];
}

function slotRemark({ name, window, method }: Objective, { counts }: History): string[] {
  const coarse = method === undefined && window.kind === "rolling" && window.lengthMs % counts.slotMs !== 0;
  return coarse
    ? [
        `${name}: its window is no multiple of a slot (${durationText(counts.slotMs)}), so the first slot in it counts only when all of it lies there.`,
      ]
    : [];
}

function clientRemarks({ objectives, exclusions }: ObjectivesFile, { counts, clientNames }: History): string[] {
  const perClient = objectives.filter((one) => one.perClient);
  const absent = exclusions.flatMap(({ client }) =>
    client === undefined || clientNames.includes(client) ? [] : [client],
  );
  return [
    ...(perClient.length > 0 && !counts.hasClients
      ? ["The counts have no column for the client, so nothing is said of each client. Add one: at,valid,bad,client."]
      : []),
    ...[...new Set(absent)].map((client) => `Maintenance for ${client} takes nothing out: no row is of this client.`),
  ];
}
