import { countText, dateTimeText } from "#kernel";
import { alertEndText, type AlertResult, type Judged } from "#objectives";
import { plural, sentence } from "../words.ts";
import { clipped, NAME_WIDTH, wrapped } from "./layout.ts";
import type { Style } from "./style.ts";

const ALERTS_MAX = 12;

/** What a person would have been told, and when; the muted alerts as a number. */
export function alertLines(report: Pick<Judged, "alerts" | "pages">, style: Style): string[] {
  if (report.alerts.length === 0) return ["  No alert would have fired."];
  const told = report.pages.flatMap(({ at, alerts }) => alerts.map((index) => ({ at, alert: report.alerts[index] })));
  const muted = report.alerts.length - told.length;
  return [
    ...told.slice(0, ALERTS_MAX).flatMap(({ at, alert }) => (alert === undefined ? [] : alertEntry(at, alert, style))),
    ...(told.length > ALERTS_MAX ? [`  and ${countText(told.length - ALERTS_MAX)} more (--json, --html)`] : []),
    ...(muted > 0
      ? wrapped(
          `${plural(muted, "further alert")} muted: ${muted === 1 ? "it tells" : "they tell"} of the same outage, and nobody is paged twice for one.`,
          "  ",
        )
      : []),
  ];
}

/** When a person is told, and of what. */
function alertEntry(at: number, alert: AlertResult, style: Style): string[] {
  const mark = alert.urgency === "page" ? style.red("● page  ") : style.amber("◆ ticket");
  const whose = alert.client === undefined ? "" : ` · ${clipped(alert.client, NAME_WIDTH)}`;
  return [
    `  ${dateTimeText(at)}  ${mark}  ${clipped(alert.objective, NAME_WIDTH)}${whose}`,
    ...wrapped(clipped(`${alert.explanation.text} ${sentence(alertEndText(alert))}`, 600), "      "),
  ];
}
