import { ceilTo, floorTo, type Interval } from "#kernel";

/** A range that is read from one level: an interval of its steps. */
export interface Piece extends Interval {
  /** Index in the levels. */
  readonly level: number;
}

/**
 * Pieces that cover a range exactly, as coarse as they can be: whole days inside, hours and minutes at the edges.
 * `stepsMs` are the steps of the levels, finest first, each dividing the next; the range lies on the finest. `coarsest`
 * is the index of the last level that may be used.
 */
export function coverOf(range: Interval, stepsMs: readonly number[], coarsest = stepsMs.length - 1): Piece[] {
  if (range.from >= range.to) return [];
  if (coarsest === 0) return [{ level: 0, ...range }];
  const stepMs = stepsMs[coarsest] as number;
  const [from, to] = [ceilTo(range.from, stepMs), floorTo(range.to, stepMs)];
  if (from >= to) return coverOf(range, stepsMs, coarsest - 1);
  return [
    ...coverOf({ from: range.from, to: from }, stepsMs, coarsest - 1),
    { level: coarsest, from, to },
    ...coverOf({ from: to, to: range.to }, stepsMs, coarsest - 1),
  ];
}
