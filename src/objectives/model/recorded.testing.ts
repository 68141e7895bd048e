import { DAY_MS, type Interval, type Random } from "#kernel";
import { NOBODY_BLAMED } from "./alert-result.ts";
import { Instances, type ObjectiveWithClients } from "./engine/instances.ts";
import type { Recorded } from "./recorded.ts";
import type { Objective } from "./objective.ts";
import type { CountCells } from "./engine/walk.ts";
import { GRID_MS } from "./engine/windows.ts";

/** Midnight UTC of a day on which nothing else happened. */
export const START = Date.UTC(2026, 0, 1);

/** 99.9 % availability over 30 days, of one API. */
export const AVAILABILITY_999: Objective = {
  name: "orders/availability",
  api: "orders",
  indicator: { kind: "availability" },
  targetPpm: 999_000,
  window: { kind: "rolling", lengthMs: 30 * DAY_MS },
  perClient: false,
};

/** Counts of one slot for one row, in the order of `CountCells`. */
export type Cell = readonly [slot: number, row: number, valid: number, bad: number];

export function cellsOf(list: readonly Cell[]): CountCells {
  const { length } = list;
  const isSorted = list.every(([slot], i) => i === 0 || slot >= (list[i - 1] as Cell)[0]);
  const cells = {
    slots: new Float64Array(length),
    rows: new Int32Array(length),
    valid: new Float64Array(length),
    bad: new Float64Array(length),
  };
  (isSorted ? list : list.toSorted((a, b) => a[0] - b[0])).forEach((cell, i) => {
    cells.slots[i] = cell[0];
    cells.rows[i] = cell[1];
    cells.valid[i] = cell[2];
    cells.bad[i] = cell[3];
  });
  return cells;
}

/** A history to judge. The span runs from the first to the last cell unless given. */
export function recordedOf(
  objectives: readonly ObjectiveWithClients[],
  list: readonly Cell[],
  more: Partial<Recorded> = {},
): Recorded {
  const cells = cellsOf(list);
  const span: Interval = { from: cells.slots[0] ?? START, to: (cells.slots.at(-1) ?? START) + GRID_MS };
  return {
    instances: new Instances(objectives),
    cells,
    span,
    guard: false,
    clientName: (client) => `client-${client}`,
    blame: () => NOBODY_BLAMED,
    burnDownStepMs: DAY_MS,
    ...more,
  };
}

/** `perSlot` requests in each slot of an interval, of which this share is bad, spread evenly; whole numbers throughout. */
export function steady(
  row: number,
  interval: Interval,
  { perSlot, badShare }: { perSlot: number; badShare: number },
): Cell[] {
  const cells: Cell[] = [];
  for (let slot = interval.from; slot < interval.to; slot += GRID_MS) {
    cells.push([slot, row, perSlot, Math.round(perSlot * badShare)]);
  }
  return cells;
}

/** How many of `n` tries succeed: the tries between two successes have a geometric length. */
export function binomial(random: Random, n: number, p: number): number {
  if (p >= 1) return n;
  let hits = -1;
  for (let tries = 0; tries <= n; hits++) tries += 1 + Math.floor(random.exponential(1) / -Math.log1p(-p));
  return hits;
}

/** A Poisson count with a mean below 700, by inversion of one uniform number. */
export function poisson(random: Random, mean: number): number {
  let count = 0;
  let left = random.next();
  for (let chance = Math.exp(-mean); left >= chance && count < 10 * mean + 100; chance *= mean / count) {
    left -= chance;
    count++;
  }
  return count;
}
