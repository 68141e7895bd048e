import { countText, durationText, ratioText, shortCountText } from "#kernel";
import { objectiveText, type ObjectiveResult, stateText } from "#objectives";
import { alertLines } from "../../terminal/alert-lines.ts";
import { budgetLines } from "../../terminal/budget-lines.ts";
import { bullet, clipped, NAME_WIDTH, table, wrapped } from "../../terminal/layout.ts";
import type { Style } from "../../terminal/style.ts";
import { pagesSentence, periodText, plural } from "../../words.ts";
import type { EvaluationReport } from "./report.ts";

const ROWS_MAX = 10;
const CLIENT_WIDTH = 24;

/** The evaluation for a person at a terminal, 80 columns wide: the answer first, then why. */
export function evaluationText(report: EvaluationReport, style: Style): string {
  const { objectives, counts, remarks, assumed } = report;
  const whole = objectives.filter(({ client }) => client === undefined);
  const clients = objectives.filter(({ client }) => client !== undefined).toSorted((a, b) => a.remaining - b.remaining);
  const sections: readonly (readonly [string, readonly string[]])[] = [
    ["Counts", wrapped(countsSentence(counts), "  ")],
    ["Error budget", whole.flatMap((objective) => budgetLines(objective, style))],
    ["Alerts and pages (UTC)", alertLines(report, style)],
    ["Clients, least budget first", clientLines(clients)],
    ["Remarks", remarks.flatMap((text) => bullet(text))],
    ["Assumed", assumed.flatMap((text) => bullet(text))],
  ];
  const body = sections.flatMap(([title, lines]) => (lines.length === 0 ? [] : ["", style.bold(title), ...lines]));
  const worst = whole.toSorted((a, b) => a.remaining - b.remaining)[0];
  const headline = [...(worst === undefined ? [] : [objectiveText(worst)]), pagesSentence(report)].join(" ");
  return [
    style.dim(`${clipped(counts.file, NAME_WIDTH)} · ${periodText(report)}`),
    "",
    ...wrapped(headline).map(style.bold),
    ...body,
    "",
  ].join("\n");
}

function countsSentence({ rows, slotMs, valid, bad, clients }: EvaluationReport["counts"]): string {
  const of = clients > 0 ? ` of ${plural(clients, "client")}` : "";
  return `${plural(rows, "row")}${of} in slots of ${durationText(slotMs)}: ${countText(valid)} valid, ${countText(bad)} bad`;
}

/** By objective, the clients that are worst off. */
function clientLines(clients: readonly ObjectiveResult[]): string[] {
  return [...Map.groupBy(clients, ({ name }) => name)].flatMap(([name, of]) => {
    const rows = of
      .slice(0, ROWS_MAX)
      .map(({ client = "", bad, valid, remaining, state }) => [
        clipped(client, CLIENT_WIDTH),
        `${shortCountText(bad)} of ${shortCountText(valid)}`,
        ratioText(remaining),
        stateText(state),
      ]);
    const more = of.length - rows.length;
    return [
      ...table([[clipped(name, CLIENT_WIDTH), "bad", "left", "state"], ...rows]),
      ...(more > 0 ? [`  and ${countText(more)} more (--json)`] : []),
    ];
  });
}
