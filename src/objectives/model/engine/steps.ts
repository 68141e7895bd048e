import { floorTo, HOUR_MS, invariant } from "#kernel";
import { Level } from "./level.ts";
import type { ListShelf } from "./list-shelf.ts";
import { GRID_MS, stepOf } from "./windows.ts";

/** A step length: its lists, and the rolling windows whose tail moves on it. */
export interface Step {
  readonly level: Level;
  readonly windows: readonly number[];
}

/** The steps of some rolling windows, the finest first; that is always there, as it takes the counts in. */
export class Steps {
  readonly all: readonly Step[];
  readonly finest: Level;
  /** By step: what lies before was passed on. */
  readonly #passedUntil: Float64Array;

  /** `lengths`: of the windows, by their index. */
  constructor(lengths: readonly number[], shelf: ListShelf) {
    this.finest = new Level(GRID_MS, longestOf(lengths, GRID_MS), shelf);
    this.all = [...new Set([GRID_MS, ...lengths.map(stepOf)])]
      .toSorted((a, b) => a - b)
      .map((stepMs) => ({
        level: stepMs === GRID_MS ? this.finest : new Level(stepMs, longestOf(lengths, stepMs), shelf),
        windows: lengths.flatMap((length, window) => (stepOf(length) === stepMs ? [window] : [])),
      }));
    invariant(
      this.all.every(({ level }) => HOUR_MS % level.stepMs === 0),
      "a step does not divide the hour",
    );
    this.#passedUntil = new Float64Array(this.all.length).fill(Number.NEGATIVE_INFINITY);
  }

  /** The level to which a step passes on what it needs no more; undefined when it just goes. */
  coarserThan(index: number): Level | undefined {
    return this.all[index + 1]?.level;
  }

  /** Up to where a step may pass on, whole lists of the next one: `needed` is where its windows begin. Remembers it. */
  passUntil(index: number, needed: number): number {
    const coarser = this.coarserThan(index);
    const until = coarser === undefined ? needed : floorTo(needed, coarser.stepMs);
    this.#passedUntil[index] = until;
    return until;
  }

  /** Where a slot that is behind the head lies now; undefined when every window has passed it. */
  levelOf(slot: number): Level | undefined {
    for (let index = 0; index < this.all.length; index++) {
      if (slot >= (this.#passedUntil[index] as number)) return this.all[index]?.level;
    }
    return undefined;
  }
}

function longestOf(lengths: readonly number[], stepMs: number): number {
  return Math.max(stepMs, ...lengths.filter((length) => stepOf(length) === stepMs));
}
