import { countText, spanText } from "#kernel";
import type { Shifts, ZoneClock } from "#oncall";
import { clipped, NAME_WIDTH, wrapped } from "../terminal/layout.ts";
import type { Style } from "../terminal/style.ts";
import { plural } from "../words.ts";
import { localText, moveText } from "./local-text.ts";

/** What `shifts` tells: a schedule's shifts and gaps, and where they come from. */
interface ToldShifts extends Shifts {
  readonly file: string;
  readonly zone: string;
  readonly clock: ZoneClock;
  readonly from: number;
  readonly to: number;
}

/** Shifts and gaps in the order of time, by the clock of the zone, for a person at a terminal. */
export function shiftsText({ file, zone, clock, from, to, shifts, gaps }: ToldShifts, style: Style): string {
  const rows = [...shifts, ...gaps.map((gap) => ({ ...gap, people: [] }))]
    .toSorted((a, b) => a.start - b.start)
    .map(({ start, end, people }) => ({
      start: localText(start, clock),
      end: localText(end, clock),
      length: spanText(end - start),
      people: people.map((person) => clipped(person, NAME_WIDTH)).join(", "),
      moves: clock.changes(start, end).map(moveText),
    }));
  const width = (column: "start" | "end" | "length"): number => Math.max(0, ...rows.map((row) => row[column].length));
  const widths = { start: width("start"), end: width("end"), length: width("length") };
  const lines = rows.map(({ people, moves, ...row }) => {
    const who = people === "" ? style.red("nobody") : people;
    const moved = moves.length === 0 ? "" : `  ${style.amber(`(${moves.join(", ")})`)}`;
    const times = `${row.start.padEnd(widths.start)}  ${row.end.padEnd(widths.end)}  ${row.length.padStart(widths.length)}`;
    return `  ${times}  ${who}${moved}`;
  });
  const gapMs = gaps.reduce((sum, { start, end }) => sum + end - start, 0);
  const gapped = gaps.length === 0 ? "no gap" : `${plural(gaps.length, "gap")} of ${spanText(gapMs)} together`;
  return [
    style.dim(`${clipped(file, NAME_WIDTH)} · ${zone}`),
    ...wrapped(`${localText(from, clock)} to ${localText(to, clock)}, ${spanText(to - from)}`).map(style.dim),
    "",
    ...wrapped(`${countText(shifts.length)} ${shifts.length === 1 ? "shift" : "shifts"}, ${gapped}.`).map(style.bold),
    "",
    ...lines,
    "",
  ].join("\n");
}
