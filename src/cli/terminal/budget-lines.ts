import { percentOfPpm, ratioText } from "#kernel";
import {
  budgetText,
  elapsedText,
  excludedText,
  forecastText,
  type ObjectiveResult,
  observedText,
  stateText,
  uncoveredText,
  windowText,
} from "#objectives";
import { bar, clipped, NAME_WIDTH, wrapped } from "./layout.ts";
import type { Style } from "./style.ts";

const GAUGE_WIDTH = 24;

/** An objective on a terminal: its state, a gauge of its budget, the figures behind it, and what a reader should know of them. */
export function budgetLines(objective: ObjectiveResult, style: Style): string[] {
  const spent = 1 - objective.remaining;
  const target = `target ${percentOfPpm(objective.targetPpm)} over ${windowText(objective.window)}, ${observedText(objective)}`;
  const all = [uncoveredText, excludedText, elapsedText, forecastText].map((textOf) => textOf(objective));
  const notes = all.filter((note) => note !== undefined);
  return [
    `  ${clipped(objective.name, NAME_WIDTH)}  ${stateMark(objective.state, style)}`,
    `  ${gaugePaint(objective.state, style)(bar(spent, GAUGE_WIDTH))} ${ratioText(spent)} of the error budget spent`,
    ...wrapped(`${budgetText(objective)}; ${target}`, "    "),
    ...notes.flatMap((note) => wrapped(note, "    ")),
  ];
}

function gaugePaint(state: ObjectiveResult["state"], style: Style): (text: string) => string {
  if (state === "exhausted") return style.red;
  return state === "burning" ? style.amber : style.green;
}

function stateMark(state: ObjectiveResult["state"], style: Style): string {
  const words = stateText(state);
  if (state === "exhausted") return style.red(`✖ ${words}`);
  if (state === "burning") return style.amber(`▲ ${words}`);
  return state === "ok" || state === "partial" ? style.green(`● ${words}`) : `○ ${words}`;
}
