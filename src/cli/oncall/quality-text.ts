import { ratioText, spanText } from "#kernel";
import type { Quality, ZoneClock } from "#oncall";
import { clipped, NAME_WIDTH, table, wrapped } from "../terminal/layout.ts";
import type { Style } from "../terminal/style.ts";
import { plural } from "../words.ts";
import { changeText, localText } from "./local-text.ts";

const GAPS_SHOWN_MAX = 20;
const PERSON_WIDTH = 20;

/** Coverage, balance and load of a schedule, for a person at a terminal, 80 columns wide: the answer first. */
export function qualityText(
  quality: Quality,
  { file, clock }: { readonly file: string; readonly clock: ZoneClock },
  style: Style,
): string {
  const { from, to, zone, coverage } = quality;
  const covered = `${ratioText(coverage.share)} of the time is covered`;
  const gaps = coverage.gaps.length === 0 ? "there is no gap" : `there ${isAre(coverage.gaps.length, "gap")}`;
  const sections: readonly (readonly [string, readonly string[]])[] = [
    ["Gaps", gapLines(quality, clock)],
    ["Changes of the clock", clock.changes(from, to).map((change) => `  ${changeText(change)}`)],
    ["Balance", balanceLines(quality)],
    ["Load", loadLines(quality)],
  ];
  return [
    style.dim(`${clipped(file, NAME_WIDTH)} · ${zone}`),
    ...wrapped(`${localText(from, clock)} to ${localText(to, clock)}, ${spanText(to - from)}`).map(style.dim),
    "",
    ...wrapped(`${covered}; ${gaps}.`).map(style.bold),
    ...sections.flatMap(([title, lines]) => (lines.length === 0 ? [] : ["", style.bold(title), ...lines])),
    "",
  ].join("\n");
}

function isAre(count: number, noun: string): string {
  return `${count === 1 ? "is" : "are"} ${plural(count, noun)}`;
}

function gapLines({ coverage: { gaps } }: Quality, clock: ZoneClock): string[] {
  const rows = gaps
    .slice(0, GAPS_SHOWN_MAX)
    .map(
      ({ start, end }) => `  ${localText(start, clock)}  ${localText(end, clock)}  ${spanText(end - start)}  nobody`,
    );
  return gaps.length > rows.length ? [...rows, `  and ${gaps.length - rows.length} more (--json)`] : rows;
}

function balanceLines({ balance: { people, equalShareHours } }: Quality): string[] {
  if (people.length === 0) return [];
  const rows = people.map((person) => [
    clipped(person.person, PERSON_WIDTH),
    hoursText(person.hours),
    `${person.deviationHours > 0 ? "+" : ""}${hoursText(person.deviationHours)}`,
    String(person.shifts),
    String(person.nights),
    hoursText(person.nightHours),
    hoursText(person.weekendHours),
  ]);
  return [
    ...wrapped(`An equal share is ${hoursText(equalShareHours)}. Nights are 22:00 to 06:00 by the local clock.`, "  "),
    ...table([["", "hours", "to equal", "shifts", "nights", "in nights", "weekends"], ...rows]),
  ];
}

function loadLines({ load: { people, atOnce } }: Quality): string[] {
  if (people.length === 0) return [];
  const rows = people.map(({ person, hoursPerWeek, longestHours, incidentBudget }) => [
    clipped(person, PERSON_WIDTH),
    hoursText(hoursPerWeek),
    hoursText(longestHours),
    String(incidentBudget),
  ]);
  return [
    ...wrapped(
      `On average ${Number(atOnce.toFixed(2))} on call at once. Two incidents in twelve hours are the most that leave time to learn from them.`,
      "  ",
    ),
    ...table([["", "each week", "at a stretch", "room for incidents"], ...rows]),
  ];
}

function hoursText(hours: number): string {
  const text = String(Number(Math.abs(hours).toFixed(1)));
  return `${hours < 0 && text !== "0" ? "−" : ""}${text} h`;
}
