import { UNATTRIBUTED } from "#records";
import type { Engine } from "../engine/engine.ts";
import type { SaveReader } from "../saved/save-reader.ts";
import type { SaveWriter } from "../saved/save-writer.ts";

/** The series of the whole API in the cells of one API, and that of client c at c + this. */
export const API_SERIES = 0;
export const CLIENT_SERIES = 2;
/** A client has no instance of an objective; it has none yet. */
export const NO_ROW = -1;
export const UNKNOWN_ROW = -2;

/** The rows of an engine by series: one look-up for all objectives. Clients get instances as they come, up to a bound. */
export class SeriesRows {
  readonly #engine: Engine;
  readonly #clientsMax: number;
  /** That of the whole API is always among them. */
  readonly #rows = new Map<number, Int32Array>();
  readonly #leftOut = new Set<number>();

  constructor(engine: Engine, clientsMax: number) {
    this.#engine = engine;
    this.#clientsMax = clientsMax;
    this.of(API_SERIES);
  }

  /** By objective, the row of a series, NO_ROW or UNKNOWN_ROW; undefined when no objective has one. */
  of(series: number): Int32Array | undefined {
    const known = this.#rows.get(series);
    if (known !== undefined || series === CLIENT_SERIES + UNATTRIBUTED) return known;
    const { instances } = this.#engine;
    // That of the whole API is none of them.
    if (series !== API_SERIES && this.#rows.size > this.#clientsMax) {
      this.#leftOut.add(series);
      return undefined;
    }
    const rows = Int32Array.from(instances.objectives, ({ perClient }, objective) => {
      if (series === API_SERIES) return instances.baseOf(objective);
      return perClient ? (instances.rowOf(objective, series - CLIENT_SERIES) ?? UNKNOWN_ROW) : NO_ROW;
    });
    this.#rows.set(series, rows);
    return rows;
  }

  /** A client has an instance from its first valid request on. */
  admit(objective: number, series: number): number {
    const row = this.#engine.admit(objective, series - CLIENT_SERIES);
    (this.#rows.get(series) as Int32Array)[objective] = row;
    return row;
  }

  /** Clients without instances, as there were too many when they came. */
  get clientsLeftOut(): number {
    return this.#leftOut.size;
  }

  save(to: SaveWriter): void {
    to.numbers("series", Int32Array.from(this.#rows.keys()));
    to.numbers("leftOut", Int32Array.from(this.#leftOut));
  }

  /** Once the engine has its rows again. */
  restore(from: SaveReader): void {
    for (const series of from.int32("series")) this.of(series);
    for (const series of from.int32("leftOut")) this.#leftOut.add(series);
  }
}
