/** Steps of time that are watched at once; a step that takes the place of another begins at 0 again. */
const WATCHED = 1_024;

/**
 * Bounds the rows of each step of time that are written, so that traffic with ever new names cannot fill the disk.
 * Beyond `rowsMax` the smaller dimensions of a row are folded to `__other__`; API, client, status and class stay exact.
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

  /** For how many more rows with names of their own a step has room. */
  roomOf(time: number): number {
    const place = time & (WATCHED - 1);
    const made = this.#times[place] === time ? (this.#rows[place] as number) : 0;
    return Math.max(0, this.#rowsMax - made);
  }

  /** Notes rows of a step that were written. */
  made(time: number, rows: number): void {
    const place = time & (WATCHED - 1);
    if (this.#times[place] !== time) {
      this.#times[place] = time;
      this.#rows[place] = 0;
    }
    this.#rows[place] = (this.#rows[place] as number) + rows;
  }
}
