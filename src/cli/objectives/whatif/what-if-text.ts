import { countText, percentOfPpm, ratioText } from "#kernel";
import { comparisonText, leftOutText, pairText, promiseText, type WhatIfRow } from "#objectives";
import { bullet, clipped, NAME_WIDTH, wrapped } from "../../terminal/layout.ts";
import type { Style } from "../../terminal/style.ts";
import { whatIfLines } from "../../terminal/what-if-lines.ts";
import { periodText } from "../../words.ts";
import type { TriedObjective, WhatIfReport } from "./report.ts";

/** What was tried, for a person at a terminal, 80 columns wide: for each objective a table of settings, then in words. */
export function whatIfText(report: WhatIfReport, style: Style): string {
  return [
    style.dim(`${clipped(report.counts.file, NAME_WIDTH)} · ${periodText(report)}`),
    ...report.objectives.flatMap((tried) => ["", ...objectiveLines(tried, style)]),
    "",
    style.bold("Remarks"),
    ...[nightsText(report), ...report.remarks].flatMap((text) => bullet(text)),
    "",
  ].join("\n");
}

function objectiveLines(tried: TriedObjective, style: Style): string[] {
  const { objective, client, present } = tried;
  const whose = client === undefined ? "" : ` for client ${clipped(client, NAME_WIDTH)}`;
  return [
    style.bold(`${clipped(objective, NAME_WIDTH)}${whose}`),
    ...wrapped(`Now ${promiseText(present)}.`, "  "),
    ...triedPairs(tried),
    "",
    ...whatIfLines(tried),
    "",
    ...changed(tried).flatMap((row) => wrapped(`At ${percentOfPpm(row.targetPpm)}: ${sentenceOf(tried, row)}.`, "  ")),
    ...unreachableLines(tried),
    ...wrapped(quietText(tried), "  "),
    ...wrapped(supportText(tried), "  "),
  ];
}

/** The pairs of the candidates, where they differ from what is promised now, and those that these counts cannot tell about. */
function triedPairs({ objective, present, candidates }: TriedObjective): string[] {
  const first = candidates[0];
  const texts = [present, first].map((row) => row?.pairs.map(pairText).join(", "));
  if (first === undefined || texts[0] === texts[1]) return [];
  const tried = `Tried: ${texts[1] === "" ? "no pair, as all are left out" : texts[1]}.`;
  return [tried, ...first.leftOut.map((one) => leftOutText(objective, { ...one, pair: one }))].flatMap((text) =>
    wrapped(text, "  "),
  );
}

function unreachableLines({ unreachablePpm }: TriedObjective): string[] {
  if (unreachablePpm.length === 0) return [];
  const targets = unreachablePpm.map(percentOfPpm).join(", ");
  return wrapped(`Not tried: ${targets}; there, not even an outage of everything would fire each of the pairs.`, "  ");
}

/** The candidates under which a person would have been told something else. */
function changed({ present, candidates }: TriedObjective): WhatIfRow[] {
  return candidates.filter(({ load }) => load.pages !== present.load.pages);
}

function sentenceOf({ present, outages }: TriedObjective, { load, outagesMissed }: WhatIfRow): string {
  return comparisonText({ present: present.load, candidate: load, outages, outagesMissed });
}

function quietText({ quietTargetPpm }: TriedObjective): string {
  if (quietTargetPpm === 0) return "Every target would have paged.";
  return quietTargetPpm === 999_999
    ? "No target would have paged."
    : `The largest target without a page: ${percentOfPpm(quietTargetPpm)}.`;
}

function supportText({ supportable, present }: TriedObjective): string {
  if (supportable.length === 0) return "These counts support no target.";
  const targets = supportable.map(
    ({ confidence, targetPpm }) => `${percentOfPpm(targetPpm)} with ${ratioText(confidence)} confidence`,
  );
  return `${countText(present.bad)} bad of ${countText(present.valid)} support ${targets.join(", ")}.`;
}

function nightsText({ zone }: WhatIfReport): string {
  return `A night lasts from 22:00 to 07:00 by the clock of ${zone}. An outage that is paged for now is missed when no page of the candidate fires while it lasts, or within an hour after.`;
}
