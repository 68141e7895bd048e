import type { SaveReader, SaveWriter } from "#kernel";
import { UNATTRIBUTED } from "#records";
import type { Engine } from "../engine/engine.ts";

/** The series of the whole API in the cells of one API, and that of client c at c + this. */
export const API_SERIES = 0;
export const CLIENT_SERIES = 2;
/** A client has no instance of an objective; it has none yet. */
export const NO_ROW = -1;
export const UNKNOWN_ROW = -2;
/** Nobody asked for the series yet. */
const UNSEEN = -3;
const SERIES_FIRST = 64;

/** The rows of an engine by series: one look-up for all objectives. Clients get instances as they come, up to a bound. */
export class SeriesRows {
  readonly #engine: Engine;
  readonly #clientsMax: number;
  readonly #width: number;
  /** Row of objective o for series s at s × width + o: one array for all, as a hundred thousand small ones weigh ten times as much. */
  #rows: Int32Array;
  /** Series in the order in which they came; that of the whole API is always the first. */
  readonly #known: number[] = [];
  readonly #leftOut = new Set<number>();

  constructor(engine: Engine, clientsMax: number) {
    this.#engine = engine;
    this.#clientsMax = clientsMax;
    this.#width = Math.max(1, engine.instances.objectives.length);
    this.#rows = new Int32Array(SERIES_FIRST * this.#width).fill(UNSEEN);
    this.knows(API_SERIES);
  }

  /** Whether any objective has, or may get, a row of a series. */
  knows(series: number): boolean {
    if (this.#isKnown(series)) return true;
    if (series === CLIENT_SERIES + UNATTRIBUTED) return false;
    // That of the whole API is none of them.
    if (series !== API_SERIES && this.#known.length > this.#clientsMax) {
      this.#leftOut.add(series);
      return false;
    }
    this.#learn(series);
    return true;
  }

  /** The row of an objective for a series that is known, NO_ROW or UNKNOWN_ROW. */
  rowOf(objective: number, series: number): number {
    return this.#rows[series * this.#width + objective] as number;
  }

  /** A client has an instance from its first valid request on. */
  admit(objective: number, series: number): number {
    const row = this.#engine.admit(objective, series - CLIENT_SERIES);
    this.#rows[series * this.#width + objective] = row;
    return row;
  }

  /** Clients without instances, as there were too many when they came. */
  get clientsLeftOut(): number {
    return this.#leftOut.size;
  }

  save(to: SaveWriter): void {
    to.numbers("series", Int32Array.from(this.#known));
    to.numbers("leftOut", Int32Array.from(this.#leftOut));
  }

  /** Once the engine has its rows again. */
  restore(from: SaveReader): void {
    for (const series of from.int32("series")) this.knows(series);
    for (const series of from.int32("leftOut")) this.#leftOut.add(series);
  }

  #isKnown(series: number): boolean {
    const place = series * this.#width;
    return place < this.#rows.length && this.#rows[place] !== UNSEEN;
  }

  #learn(series: number): void {
    const { instances } = this.#engine;
    const place = series * this.#width;
    if (place + this.#width > this.#rows.length) this.#grow(place + this.#width);
    // Also where there is no objective.
    this.#rows[place] = NO_ROW;
    instances.objectives.forEach(({ perClient }, objective) => {
      if (series === API_SERIES) this.#rows[place + objective] = instances.baseOf(objective);
      else if (!perClient) this.#rows[place + objective] = NO_ROW;
      else this.#rows[place + objective] = instances.rowOf(objective, series - CLIENT_SERIES) ?? UNKNOWN_ROW;
    });
    this.#known.push(series);
  }

  #grow(least: number): void {
    const rows = new Int32Array(Math.max(least, 2 * this.#rows.length)).fill(UNSEEN);
    rows.set(this.#rows);
    this.#rows = rows;
  }
}
