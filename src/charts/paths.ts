/** Width of every plot in its own units; it is stretched to the width of the page. */
export const PLOT_WIDTH = 1_000;

/** A column of a step area: [x0, x1) across, from `low` to `high`; all in plot units, y downwards. */
export interface Column {
  readonly x0: number;
  readonly x1: number;
  readonly low: number;
  readonly high: number;
}

/** Columns (ascending, not overlapping) as one outline for each run of touching ones; those without height are left out. */
export function columnsPath(columns: readonly Column[]): string {
  const visible = columns.filter((column) => round(column.low) !== round(column.high));
  return runs(visible, (left, right) => right.x0 - left.x1 < 0.05)
    .map(outline)
    .join("");
}

/** A point of a line, in plot units. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** A line through each run of points; a run of one point becomes a dash of `dash` units, so that it is seen. */
export function linePath(pointRuns: readonly (readonly Point[])[], dash: number): string {
  return pointRuns
    .map((run) => {
      const [first] = run;
      if (first === undefined) return "";
      if (run.length === 1) return `M${round(first.x - dash / 2)} ${round(first.y)}h${round(dash)}`;
      return `M${run.map((point) => `${round(point.x)} ${round(point.y)}`).join("L")}`;
    })
    .join("");
}

/** The area between two lines over the same x; runs as in `linePath`. */
export function bandPath(bandRuns: readonly (readonly (Point & { readonly y2: number })[])[], dash: number): string {
  return bandRuns
    .map((run) => {
      const wide =
        run.length === 1
          ? run.flatMap((only) => [
              { ...only, x: only.x - dash / 2 },
              { ...only, x: only.x + dash / 2 },
            ])
          : run;
      const there = wide.map((point) => `${round(point.x)} ${round(point.y)}`);
      const back = wide.toReversed().map((point) => `${round(point.x)} ${round(point.y2)}`);
      return there.length > 0 ? `M${[...there, ...back].join("L")}Z` : "";
    })
    .join("");
}

/** Splits a list wherever two neighbours do not touch: a gap in time is a gap in the picture. */
export function runs<T>(items: readonly T[], touch: (left: T, right: T) => boolean): readonly (readonly T[])[] {
  const all: T[][] = [];
  for (const item of items) {
    const run = all.at(-1);
    const before = run?.at(-1);
    if (run !== undefined && before !== undefined && touch(before, item)) run.push(item);
    else all.push([item]);
  }
  return all;
}

/** One decimal is finer than a pixel. */
export function round(value: number): number {
  return Math.round(value * 10) / 10;
}

function outline(run: readonly Column[]): string {
  const [first] = run;
  if (first === undefined) return "";
  const top = run.map((column) => `V${round(column.high)}H${round(column.x1)}`).join("");
  const bottom = run
    .toReversed()
    .map((column) => `V${round(column.low)}H${round(column.x0)}`)
    .join("");
  return `M${round(first.x0)} ${round(first.low)}${top}${bottom}Z`;
}
