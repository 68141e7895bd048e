import type { Interval } from "#kernel";
import type { AlertBand, ReleaseMark } from "#charts";
import type { PlotColours } from "./plot-colours.ts";

/** One line or layer of a chart over time: a value for each point, null where there is none. */
export interface Series {
  readonly name: string;
  readonly colour: keyof PlotColours;
  /** `layer`: filled, each on top of those before it; `line`; `band`: a faint line. */
  readonly look: "layer" | "line" | "faint" | "dashed";
  readonly values: readonly (number | null)[];
}

/** A chart over time: points at the starts of slots of one length. */
export interface SeriesOfTime {
  readonly title: string;
  /** What the vertical axis counts. */
  readonly unit: string;
  readonly interval: Interval;
  readonly stepMs: number;
  /** What a slot is called, where its length is not the same each time: "month". */
  readonly slot?: string;
  readonly at: readonly number[];
  readonly series: readonly Series[];
  readonly text: (value: number) => string;
  /** Slots that hurt somebody: a mark below the axis, since one of thousands has no height. */
  readonly marks?: readonly boolean[];
  readonly bands?: readonly AlertBand[];
  readonly releases?: readonly ReleaseMark[];
  /** Equal distances are equal ratios, for values that differ by orders of magnitude. */
  readonly isLog?: boolean;
  /** The scale of the axis; from zero where it is absent. */
  readonly scale?: readonly [low: number, high: number];
}

/** What of a chart its plot is made for, as a key: all else of it may change under the plot. */
export function plotFrame({ series, isLog }: SeriesOfTime): string {
  return JSON.stringify([isLog === true, ...series.map(({ name, colour, look }) => [name, colour, look])]);
}

/** Where a value stands without a neighbour: a line through it has no length, so it is drawn as a point. */
export function alone(values: ArrayLike<number | null | undefined>): number[] {
  const isValue = (index: number): boolean => (values[index] ?? null) !== null;
  return Array.from({ length: values.length }, (_, i) => i).filter(
    (i) => isValue(i) && !isValue(i - 1) && !isValue(i + 1),
  );
}

/** Values on top of each other: the topmost sum first, so that each covers the lower part of those before. */
export function stacked(series: readonly Series[]): readonly Series[] {
  const sums: (number | null)[] = [];
  const layers = series.map((each) => {
    const values = each.values.map((value, i) => {
      const sum = value === null ? null : value + (sums[i] ?? 0);
      sums[i] = sum;
      return sum;
    });
    return { ...each, values };
  });
  return layers.toReversed();
}
