import { floorTo, nextTurn, stopwatchMs } from "#kernel";
import { GRID_MS, type LiveObjectives, type TickOutcome } from "#objectives";

/** What is to happen around a tick. */
export interface TickLoopOptions {
  readonly objectives: LiveObjectives;
  /** Called before the objectives go from one instant of the grid to another. */
  readonly onRun: (from: number, to: number) => void;
  /** Keeps what a tick changed; the next tick waits for it. */
  readonly keep: (outcome: TickOutcome) => Promise<void>;
}

/** Work is handed back to others after this long. */
const SLICE_MS = 4;

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
    await keep(await this.#inSlices(objectives.slices(to)));
    this.doneAt = to;
  }

  async #inSlices(slices: Generator<void, TickOutcome>): Promise<TickOutcome> {
    this.lastMs = 0;
    for (;;) {
      const from = stopwatchMs();
      let slice = slices.next();
      while (slice.done !== true && stopwatchMs() - from < SLICE_MS) slice = slices.next();
      const took = stopwatchMs() - from;
      this.lastMs += took;
      this.longestSliceMs = Math.max(this.longestSliceMs, took);
      if (slice.done === true) return slice.value;
      await nextTurn();
    }
  }
}
