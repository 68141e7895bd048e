import { floorTo } from "#kernel";
import { GRID_MS, type LiveObjectives, type TickOutcome } from "#objectives";
import { inSlices } from "./in-slices.ts";

/** What is to happen around a tick. */
export interface TickLoopOptions {
  readonly objectives: LiveObjectives;
  /** Called before the objectives go from one instant of the grid to another. */
  readonly onRun: (from: number, to: number) => void;
  /** Keeps what a tick changed; the next tick waits for it. */
  readonly keep: (outcome: TickOutcome) => Promise<void>;
}

/** Moves the objectives along the ten-second grid, in slices between which requests are answered. */
export class TickLoop {
  readonly #options: TickLoopOptions;
  #at: number;
  /** Up to where everything was evaluated and kept. */
  doneAt: number;
  /** How long the last tick worked, and the longest stretch without a break; ms. */
  lastMs = 0;
  longestSliceMs = 0;

  /** `at`: where the objectives stand, on the grid. */
  constructor(options: TickLoopOptions, at: number) {
    this.#options = options;
    this.#at = at;
    this.doneAt = at;
  }

  get at(): number {
    return this.#at;
  }

  /** Goes to the last instant of the grid that is not after `now`. */
  async goTo(now: number): Promise<void> {
    const to = floorTo(now, GRID_MS);
    if (to <= this.#at) return;
    const { objectives, onRun, keep } = this.#options;
    onRun(this.#at, to);
    this.#at = to;
    this.lastMs = 0;
    const outcome = await inSlices(objectives.slices(to), (ms) => {
      this.lastMs += ms;
      this.longestSliceMs = Math.max(this.longestSliceMs, ms);
    });
    await keep(outcome);
    this.doneAt = to;
  }
}
