/** Steps of time that are watched at once; a step that takes the place of another begins at 0 again. */
const WATCHED = 1_024;

/**
 * Bounds the rows of each step of time, so that traffic with ever new names cannot fill the disk. Beyond `rowsMax` the
 * smaller dimensions of a row are folded to `__other__`; API, client, status and class stay exact.
 */
export class FoldGuard {
  /** Requests, or durations, that were folded. */
  folded = 0;
  readonly #rowsMax: number;
  readonly #times = new Int32Array(WATCHED).fill(-1);
  readonly #rows = new Int32Array(WATCHED);

  constructor(rowsMax: number) {
    this.#rowsMax = rowsMax;
  }

  /** Whether the step has no room for a row with names of its own. */
  isFull(time: number): boolean {
    const place = time & (WATCHED - 1);
    return this.#times[place] === time && (this.#rows[place] as number) >= this.#rowsMax;
  }

  /** Notes a new row of the step. */
  made(time: number): void {
    const place = time & (WATCHED - 1);
    if (this.#times[place] !== time) {
      this.#times[place] = time;
      this.#rows[place] = 0;
    }
    this.#rows[place] = (this.#rows[place] as number) + 1;
  }
}
