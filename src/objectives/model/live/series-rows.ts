import type { SaveReader, SaveWriter } from "#kernel";
import { UNATTRIBUTED } from "#records";
import type { Engine } from "../engine/engine.ts";

/** The series of the whole API in the cells of one API, and that of client c at c + this. */
export const API_SERIES = 0;
export const CLIENT_SERIES = 2;
/** The series of the requests of an API in excluded time; there are none of its clients. */
export const EXCLUDED_SERIES = -1;
/** A client has no instance of an objective. */
export const NO_ROW = -1;
/** Places of what is no client with instances. */
const WHOLE = -2;
const NOWHERE = -1;

/** Whether a client, by its id in the names, is one that was promised something: it has instances whoever came before. */
export type IsRegistered = (client: number) => boolean;

/**
 * The rows of an engine by series: one look-up for all objectives. Clients get instances as they come: registered ones
 * always, others up to a bound.
 */
export class SeriesRows {
  readonly #engine: Engine;
  /** Of those that are not registered. */
  readonly #observedMax: number;
  readonly #isRegistered: IsRegistered;
  #observed = 0;
  /** By objective, 1 where each client has an instance. */
  readonly #perClient: Uint8Array;
  /** Series that have a place, in the order in which they came; that of the whole API is always the first. */
  readonly #met: number[] = [API_SERIES];
  readonly #leftOut = new Set<number>();

  constructor(engine: Engine, { clientsMax, isRegistered }: { clientsMax: number; isRegistered: IsRegistered }) {
    this.#engine = engine;
    this.#observedMax = clientsMax;
    this.#isRegistered = isRegistered;
    this.#perClient = Uint8Array.from(engine.instances.objectives, ({ perClient }) => (perClient ? 1 : 0));
  }

  /** What `rowFor` finds the rows of a series by; its client is met, unless there are too many. */
  placeOf(series: number): number {
    if (series === API_SERIES) return WHOLE;
    const known = this.#engine.instances.placeOf(series - CLIENT_SERIES);
    if (known >= 0) return known;
    if (series === CLIENT_SERIES + UNATTRIBUTED) return NOWHERE;
    if (this.#isRegistered(series - CLIENT_SERIES)) this.#leftOut.delete(series);
    else if (this.#observed >= this.#observedMax) {
      this.#leftOut.add(series);
      return NOWHERE;
    }
    return this.#meet(series);
  }

  /** The row of an objective for a series at its place, or NO_ROW. A client has an instance from its first valid request on. */
  rowFor(objective: number, series: number, place: number): number {
    const { instances } = this.#engine;
    if (place === WHOLE) return instances.baseOf(objective);
    if (place === NOWHERE || this.#perClient[objective] === 0) return NO_ROW;
    const row = instances.rowAt(place, objective);
    return row < 0 ? this.#engine.admit(objective, series - CLIENT_SERIES) : row;
  }

  /** Clients without instances, as there were too many when they came. */
  get clientsLeftOut(): number {
    return this.#leftOut.size;
  }

  save(to: SaveWriter): void {
    to.numbers("series", Int32Array.from(this.#met));
    to.numbers("leftOut", Int32Array.from(this.#leftOut));
  }

  /** Once the engine has its rows again. */
  restore(from: SaveReader): void {
    for (const series of from.int32("series").subarray(1)) this.#meet(series);
    for (const series of from.int32("leftOut")) this.#leftOut.add(series);
  }

  #meet(series: number): number {
    this.#met.push(series);
    if (!this.#isRegistered(series - CLIENT_SERIES)) this.#observed++;
    return this.#engine.instances.meet(series - CLIENT_SERIES);
  }
}
